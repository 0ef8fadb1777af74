import { expect } from '@open-wc/testing';
import { UploadChoice } from '../../../../src/media/present/upload-choice.js';
import type { UploadWay } from '../../../../src/media/present/upload-choice.js';

function run(choice: UploadChoice, cost: (way: UploadWay, picture: number) => number): UploadWay[] {
  const taken: UploadWay[] = [];
  for (let picture = 0; picture < 100 && !choice.settled; picture++) {
    const way = choice.next!;
    taken.push(way);
    choice.note(way, cost(way, picture));
  }
  return taken;
}

describe('UploadChoice', () => {
  it('tries the ways in turns, and keeps the quickest', () => {
    const choice = new UploadChoice(['image', 'subimage', 'planes']);
    const taken = run(choice, (way) => ({ image: 9, subimage: 6, planes: 4 })[way]);
    expect(taken.slice(0, 6)).to.deep.equal(['image', 'subimage', 'planes', 'image', 'subimage', 'planes']);
    expect(taken).to.have.length(15);
    expect(choice.next).to.equal('planes');
  });

  it('neither counts the first picture of a way nor is moved by one hiccup', () => {
    const choice = new UploadChoice(['image', 'planes']);
    run(choice, (way, picture) => (picture < 2 || picture === 5 ? 500 : way === 'planes' ? 3 : 4));
    expect(choice.next).to.equal('planes');
  });

  it('goes on with what works', () => {
    const choice = new UploadChoice(['image', 'planes']);
    choice.note('image', 1);
    choice.drop('image');
    expect(choice.next).to.equal('planes');
    expect(choice.settled).to.equal(true);
    choice.drop('planes');
    expect(choice.next).to.equal(undefined);
  });
});
