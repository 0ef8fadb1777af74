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
    const choice = new UploadChoice(['planes', 'texture']);
    const taken = run(choice, (way) => (way === 'texture' ? 5 : 6));
    expect(taken.slice(0, 4)).to.deep.equal(['planes', 'texture', 'planes', 'texture']);
    expect(taken).to.have.length(10);
    expect(choice.next).to.equal('texture');
  });

  it('neither counts the first picture of a way nor is moved by one hiccup', () => {
    for (let hiccup = 2; hiccup < 10; hiccup++) {
      const choice = new UploadChoice(['texture', 'planes']);
      run(choice, (way, picture) => (picture < 2 || picture === hiccup ? 500 : way === 'planes' ? 3 : 4));
      expect(choice.next, `picture ${hiccup}`).to.equal('planes');
    }
  });

  it('tries no more what is hopeless', () => {
    const choice = new UploadChoice(['planes', 'texture']);
    const taken = run(choice, (way) => (way === 'texture' ? 80 : 15));
    expect(taken.filter((way) => way === 'texture')).to.have.length(3);
    expect(choice.next).to.equal('planes');
  });

  it('goes on with what works', () => {
    const choice = new UploadChoice(['texture', 'planes']);
    choice.note('texture', 1);
    choice.drop('texture');
    expect(choice.next).to.equal('planes');
    expect(choice.settled).to.equal(true);
    choice.drop('planes');
    expect(choice.next).to.equal(undefined);
  });
});
