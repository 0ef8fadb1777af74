import { expect } from '@open-wc/testing';
import { CueList } from '../../../../src/media/captions/index.js';
import type { GridCue } from '../../../../src/media/captions/index.js';

const cue = (id: string, from: number, to: number): GridCue => ({ kind: 'grid', id, from, to, rows: [] });
const ids = (list: CueList, time: number) => list.at(time).map(({ id }) => id);

describe('CueList', () => {
  it('knows what is on at a time: from inclusive, to exclusive', () => {
    const list = new CueList();
    list.add([cue('b', 10, 20), cue('a', 0, 10), cue('long', 5, 100), cue('c', 10, 15)]);
    expect(ids(list, -1)).to.deep.equal([]);
    expect(ids(list, 0)).to.deep.equal(['a']);
    expect(ids(list, 9)).to.deep.equal(['a', 'long']);
    expect(ids(list, 10)).to.deep.equal(['long', 'b', 'c']);
    expect(ids(list, 15)).to.deep.equal(['long', 'b']);
    expect(ids(list, 99)).to.deep.equal(['long']);
    expect(ids(list, 100)).to.deep.equal([]);
  });

  it('takes a cue again in place of itself', () => {
    const list = new CueList();
    list.add([cue('a', 0, 10), cue('b', 0, 10)]);
    list.add([cue('a', 0, 30)]);
    expect(list.length).to.equal(2);
    expect(ids(list, 20)).to.deep.equal(['a']);
    list.add([cue('a', 40, 50)]);
    expect(list.length).to.equal(2);
    expect(ids(list, 5)).to.deep.equal(['b']);
    expect(ids(list, 45)).to.deep.equal(['a']);
  });

  it('forgets a range', () => {
    const list = new CueList();
    list.add([cue('a', 0, 10), cue('b', 10, 20), cue('c', 20, 30)]);
    list.remove(10, 20);
    expect(ids(list, 5)).to.deep.equal(['a']);
    expect(ids(list, 15)).to.deep.equal([]);
    expect(ids(list, 25)).to.deep.equal(['c']);
    list.clear();
    expect(list.length).to.equal(0);
  });

  it('holds so many and no more: the oldest go', () => {
    const list = new CueList();
    for (let n = 0; n < 6_000; n++) list.add([cue(`${n}`, n, n + 1)]);
    expect(list.length).to.equal(5_000);
    expect(ids(list, 999)).to.deep.equal([]);
    expect(ids(list, 1_000)).to.deep.equal(['1000']);
    list.add(Array.from({ length: 40 }, (_, n) => cue(`same ${n}`, 7_000, 8_000)));
    expect(ids(list, 7_500)).to.have.length(16);
  });
});
