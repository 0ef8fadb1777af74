/** Groups on parallel streams, in one order. */
import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { GroupOrder } from '../../../../src/transports/moq/receive/index.js';
import type { Piece, Release } from '../../../../src/transports/moq/receive/group-order.js';

const frameMs = 40;
const framesAGroup = 5;
const groupMs = frameMs * framesAGroup;

interface Numbered extends Piece {
  readonly group: number;
  readonly index: number;
}

const piece = (group: number, index: number): Numbered => ({
  group,
  index,
  time: group * groupMs + index * frameMs,
  duration: frameMs,
  key: index === 0,
  data: { byteLength: 100 },
});

const fill = (order: GroupOrder<Numbered>, group: number, frames = framesAGroup, done = true) => {
  order.open(group);
  for (let index = 0; index < frames; index += 1) order.add(group, piece(group, index));
  if (done) order.finish(group);
};

const names = (releases: readonly Release<Numbered>[]) =>
  releases.map((release) =>
    release.kind === 'gap'
      ? `gap ${release.from}-${release.to}`
      : release.frames.map(({ group, index }) => `${group}.${index}`).join(' '),
  );

/** The past is not due: nothing is given up. */
const never = -Infinity;

describe('the order of groups', () => {
  it('lets the frames of the current group through as they come', () => {
    const order = new GroupOrder<Numbered>();
    fill(order, 7, 2, false);
    expect(names(order.take(never))).to.deep.equal(['7.0 7.1']);
    order.add(7, piece(7, 2));
    expect(names(order.take(never))).to.deep.equal(['7.2']);
  });

  it('begins with the newest group that has a picture', () => {
    const order = new GroupOrder<Numbered>();
    fill(order, 5);
    fill(order, 6, 1, false);
    order.open(7);
    expect(names(order.take(never))).to.deep.equal(['6.0']);
    expect(order.has(5)).to.equal(false);
    expect(order.open(5)).to.equal(false);
    expect(order.late).to.equal(1);
  });

  it('holds a group back until the one before it is whole', () => {
    const order = new GroupOrder<Numbered>();
    fill(order, 1, 3, false);
    order.take(never);
    fill(order, 2, 2, false);
    expect(order.take(never)).to.deep.equal([]);
    order.add(1, piece(1, 3));
    order.add(1, piece(1, 4));
    // Its frames reach the next group: that the stream has ended need not be waited for.
    expect(names(order.take(never))).to.deep.equal(['1.3 1.4', '2.0 2.1']);
  });

  it('puts groups right that overtook each other', () => {
    const order = new GroupOrder<Numbered>();
    fill(order, 1);
    order.take(never);
    fill(order, 3);
    expect(order.take(never)).to.deep.equal([]);
    fill(order, 2);
    expect(names(order.take(never))).to.deep.equal(['2.0 2.1 2.2 2.3 2.4', '3.0 3.1 3.2 3.3 3.4']);
    expect(order.skipped).to.equal(0);
  });

  it('gives a late group up when the picture after it is due, and says what is missing', () => {
    const order = new GroupOrder<Numbered>();
    fill(order, 1, 2, false);
    order.take(never);
    fill(order, 2, 1, false);
    expect(order.take(2 * groupMs - 100)).to.deep.equal([]);
    expect(names(order.take(2 * groupMs - 20))).to.deep.equal(['gap 280-400', '2.0']);
    expect(order.skipped).to.equal(1);
    expect(order.add(1, piece(1, 2))).to.equal(false);
  });

  it('gives up a lost group the same way', () => {
    const order = new GroupOrder<Numbered>();
    fill(order, 1);
    order.take(never);
    fill(order, 3, 1, false);
    expect(names(order.take(3 * groupMs))).to.deep.equal(['gap 400-600', '3.0']);
  });

  it('goes to the newest of several that are due', () => {
    const order = new GroupOrder<Numbered>();
    fill(order, 1, 1, false);
    order.take(never);
    fill(order, 2);
    fill(order, 3);
    fill(order, 4, 1, false);
    expect(names(order.take(10_000))).to.deep.equal([`gap 240-800`, '4.0']);
  });

  it('needs no consecutive numbers where the times join', () => {
    const order = new GroupOrder<Numbered>();
    const numbered = (sequence: number, group: number) => {
      order.open(sequence);
      for (let i = 0; i < framesAGroup; i += 1) order.add(sequence, piece(group, i));
      order.finish(sequence);
    };
    numbered(1_759_924_158_000, 1);
    numbered(1_759_924_159_000, 2);
    expect(names(order.take(never))).to.have.length(1);
    numbered(1_759_924_160_000, 3);
    expect(names(order.take(never))).to.have.length(1);
  });

  it('drops a group without its key frame', () => {
    const order = new GroupOrder<Numbered>();
    order.open(1);
    expect(order.add(1, piece(1, 1))).to.equal(false);
    expect(order.take(10_000)).to.deep.equal([]);
  });

  it('goes on behind what an earlier connection gave', () => {
    const order = new GroupOrder<Numbered>();
    order.continueFrom(300);
    fill(order, 2, 1, false);
    expect(names(order.take(never))).to.deep.equal(['gap 300-400', '2.0']);
  });

  it('waits for the end of a group whose pictures are reordered', () => {
    const order = new GroupOrder<Numbered>();
    order.open(1);
    for (const index of [0, 2, 1]) order.add(1, piece(1, index));
    order.take(never);
    order.add(1, piece(1, 4));
    fill(order, 2, 1, false);
    expect(names(order.take(never))).to.deep.equal(['1.4']);
    order.add(1, piece(1, 3));
    order.finish(1);
    expect(names(order.take(never))).to.deep.equal(['1.3', '2.0']);
  });

  it('holds no more than a few seconds behind a group that never ends', () => {
    const order = new GroupOrder<Numbered>();
    fill(order, 1, 1, false);
    order.take(never);
    let released = 0;
    for (let group = 2; group < 60; group += 1) {
      fill(order, group);
      for (const release of order.take(never))
        if (release.kind === 'frames') released += release.frames.length;
    }
    expect(released).to.be.above(100);
  });

  it('whatever arrives in whatever order: each frame once, in order, groups from their keys, gaps where something is missing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(11), fc.nat(framesAGroup - 1), fc.boolean()), { maxLength: 120 }),
        fc.array(fc.nat(3000), { minLength: 1, maxLength: 20 }),
        (arrivals, playheads) => {
          const order = new GroupOrder<Numbered>();
          const arrived = new Map<number, number>();
          const out: Release<Numbered>[] = [];
          const heads = playheads.sort((a, b) => a - b);
          arrivals.forEach(([group, , ends], step) => {
            if (!arrived.has(group)) {
              arrived.set(group, 0);
              order.open(group);
            }
            const index = arrived.get(group) ?? 0;
            // Within a stream the order holds.
            if (index < framesAGroup) {
              order.add(group, piece(group, index));
              arrived.set(group, index + 1);
            }
            if (ends || index + 1 >= framesAGroup) order.finish(group);
            const head = heads[Math.floor((step / arrivals.length) * heads.length)] ?? 0;
            out.push(...order.take(head));
          });
          let last: Numbered | undefined;
          let gap = false;
          for (const release of out) {
            if (release.kind === 'gap') {
              expect(release.to).to.be.above(release.from);
              gap = true;
              continue;
            }
            for (const each of release.frames) {
              if (last !== undefined) {
                expect(each.time).to.be.above(last.time);
                if (each.group === last.group) expect(each.index).to.equal(last.index + 1);
                else {
                  expect(each.index).to.equal(0);
                  expect(gap).to.equal(each.time > last.time + frameMs);
                }
              } else expect(each.index).to.equal(0);
              gap = false;
              last = each;
            }
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
