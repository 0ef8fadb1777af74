/** One track's window: MediaSource's rules for what overlaps, held against a model that looks at everything every time. */
import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { deckTime } from '../../../../src/media/index.js';
import type { Sample } from '../../../../src/media/index.js';
import { TrackWindow } from '../../../../src/media/window/index.js';
import { groupOf, sampleOf } from '../../../fixtures/samples.js';
import { NaiveWindow } from './naive-window.js';

const config = () => ({ kind: 'video', codec: 'avc1.42c01e' }) as const;

function windowOf(...groups: Sample[][]): TrackWindow {
  const window = new TrackWindow(config);
  for (const sample of groups.flat()) window.push(sample);
  return window;
}

const rangesOf = (window: TrackWindow) => window.buffered.map(({ from, to }) => [from, to]);

/** Every sample there is, by walking the pictures in the order of showing. */
function walk(window: TrackWindow): Sample[] {
  const samples: Sample[] = [];
  for (
    let sample = window.at(deckTime(-1e9));
    sample !== undefined && samples.length < 10_000;
    sample = window.shownAfter(sample)
  )
    samples.push(sample);
  return samples;
}

describe('the window of a track', () => {
  it('finds the picture whose interval contains a time, else the first after it', () => {
    const window = windowOf(groupOf(1000, 5), groupOf(2000, 5));
    expect(window.at(deckTime(1000))?.time).to.equal(1000);
    expect(window.at(deckTime(1079.9))?.time).to.equal(1040);
    expect(window.at(deckTime(1080))?.time).to.equal(1080);
    expect(window.at(deckTime(1199))?.time).to.equal(1160);
    expect(window.at(deckTime(1200))?.time).to.equal(2000);
    expect(window.at(deckTime(0))?.time).to.equal(1000);
    expect(window.at(deckTime(2200))).to.equal(undefined);
  });

  it('takes a time a rounding error before a picture as the picture', () => {
    const window = windowOf(groupOf(0, 5));
    expect(window.at(deckTime(79.96))?.time).to.equal(80);
    expect(window.at(deckTime(79.9))?.time).to.equal(40);
  });

  it('starts at a key frame: what cannot be decoded is left out', () => {
    const window = windowOf(groupOf(0, 5).slice(2), groupOf(1000, 3));
    expect(rangesOf(window)).to.deep.equal([[1000, 1120]]);
  });

  it('leaves out what follows a loss, up to the next key frame', () => {
    const group = groupOf(0, 10);
    const window = windowOf([...group.slice(0, 4), ...group.slice(7)], groupOf(400, 2));
    expect(rangesOf(window)).to.deep.equal([
      [0, 160],
      [400, 480],
    ]);
  });

  it('learns the pace of a feed whose durations are too short', () => {
    const slow = Array.from({ length: 12 }, (_, index) =>
      sampleOf({ time: index * 100, duration: 33, key: index % 4 === 0 }),
    );
    const window = windowOf(slow);
    expect(walk(window).at(-1)?.time).to.equal(1100);
    expect(walk(window).length).to.be.at.least(8);
  });

  it('joins ranges over a missing picture, and not over two', () => {
    expect(rangesOf(windowOf(groupOf(0, 5), groupOf(240, 5)))).to.deep.equal([[0, 440]]);
    expect(rangesOf(windowOf(groupOf(0, 5), groupOf(280, 5)))).to.have.length(2);
  });

  it('decodes pictures that lead their key frame from the group before, and hides them without it', () => {
    const open = [
      sampleOf({ time: 280, decodeTime: 200 }),
      sampleOf({ time: 200, decodeTime: 240, key: false }),
      sampleOf({ time: 240, decodeTime: 280, key: false }),
    ];
    const whole = windowOf(groupOf(0, 5), open);
    expect(whole.at(deckTime(210))?.time).to.equal(200);
    expect(whole.start(open[1]!)?.time).to.equal(0);
    const alone = windowOf(open);
    expect(alone.at(deckTime(210))?.time).to.equal(280);
    expect(rangesOf(alone)).to.deep.equal([[280, 320]]);
  });

  it('replaces what a new rendition overlaps, from its key frame on', () => {
    const window = windowOf(groupOf(0, 25), groupOf(1000, 25));
    for (const sample of groupOf(400, 25, { rendition: 'b' })) window.push(sample);
    const shown = walk(window);
    expect(shown.map(({ time }) => time)).to.deep.equal(Array.from({ length: 35 }, (_, index) => index * 40));
    expect(shown.filter(({ rendition }) => rendition === 'b').map(({ time }) => time)).to.deep.equal(
      Array.from({ length: 25 }, (_, index) => 400 + index * 40),
    );
  });

  it('keeps the next group where a segment ends a rounding error late', () => {
    const window = windowOf(groupOf(1000, 5));
    for (const sample of groupOf(800.4, 5)) window.push(sample);
    expect(rangesOf(window)).to.deep.equal([[800.4, 1200]]);
  });

  it('keeps nothing between the pictures of a segment that begins a little early', () => {
    const window = windowOf(groupOf(1240, 1), groupOf(1003, 6), groupOf(1237, 2));
    expect(walk(window).map(({ time }) => time)).to.deep.equal([
      1003, 1043, 1083, 1123, 1163, 1203, 1237, 1277,
    ]);
  });

  it('shows no picture that leads its key frame when what it refers to is not there', () => {
    const [, , , late] = groupOf(2123, 4, { reordered: true });
    const window = windowOf(groupOf(2000, 3), groupOf(2240, 1), [late!]);
    expect(window.bytes).to.equal(50);
    expect(walk(window).map(({ time }) => time)).to.deep.equal([2000, 2040, 2080, 2240]);
    expect(rangesOf(window)).to.deep.equal([
      [2000, 2120],
      [2240, 2280],
    ]);
  });

  it('takes no sample that has no time', () => {
    const window = windowOf([
      sampleOf({ time: NaN }),
      sampleOf({ time: 0, duration: 0 }),
      sampleOf({ time: Infinity }),
    ]);
    expect(walk(window)).to.deep.equal([]);
    expect(window.bytes).to.equal(0);
  });

  const operation = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('append' as const),
        from: fc.integer({ min: 0, max: 60 }).map((pictures) => pictures * 40),
        jitter: fc.constantFrom(0, 0, 0, 3, -3),
        groups: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
        reordered: fc.boolean(),
        skip: fc.integer({ min: 0, max: 3 }),
        drop: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('remove' as const),
        from: fc.integer({ min: 0, max: 3000 }),
        length: fc.integer({ min: 1, max: 800 }),
      }),
    },
  );

  it('keeps what the model keeps, and never a picture whose key frame is gone', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 12 }), (operations) => {
        const window = new TrackWindow(config);
        const naive = new NaiveWindow();
        for (const operation of operations) {
          if (operation.kind === 'remove') {
            const to = operation.from + operation.length;
            window.remove({ from: deckTime(operation.from), to: deckTime(to) });
            naive.remove(operation.from, to);
            continue;
          }
          let from = operation.from + operation.jitter;
          const samples = operation.groups.flatMap((pictures) => {
            const group = groupOf(from, pictures, { reordered: operation.reordered });
            from += pictures * 40;
            return group;
          });
          samples.splice(0, operation.skip);
          if (operation.drop !== undefined) samples.splice(operation.drop, 3);
          for (const sample of samples) {
            window.push(sample);
            naive.push(sample);
          }
        }
        const shown = naive.shown;
        expect(walk(window).map(({ time }) => time)).to.deep.equal(shown.map(({ time }) => time));
        expect(rangesOf(window)).to.deep.equal(naive.ranges);
        expect(window.bytes).to.equal(naive.kept.length * 10);
        for (const sample of shown) {
          expect(window.at(sample.time)?.time).to.equal(sample.time);
          // Going on from where decoding starts, the sample comes up, through its own group alone.
          let step = window.start(sample);
          expect(step?.key).to.equal(true);
          while (step !== undefined && step !== sample) step = window.after(step);
          expect(step).to.equal(sample);
        }
      }),
      { numRuns: 4000 },
    );
  });

  it('stays sound with whatever times a container invents', () => {
    const wild = fc.record({
      time: fc.oneof(fc.double({ min: -1e4, max: 1e4, noNaN: true }), fc.double()),
      decodeTime: fc.oneof(fc.double({ min: -1e4, max: 1e4, noNaN: true }), fc.double()),
      duration: fc.oneof(fc.double({ min: -10, max: 1e3 }), fc.double()),
      key: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(wild, { maxLength: 40 }), (samples) => {
        const window = windowOf(samples.map(sampleOf));
        for (const { time } of samples) {
          const sample = window.at(deckTime(time));
          if (sample === undefined) continue;
          expect(window.has(sample)).to.equal(true);
          window.after(sample);
          window.shownBefore(sample);
          window.shownAfter(sample);
        }
        let bytes = 0;
        while (window.oldest !== undefined) {
          bytes += window.oldest.bytes;
          window.evict();
        }
        expect(bytes % 10).to.equal(0);
        expect(window.bytes).to.equal(0);
      }),
      { numRuns: 500 },
    );
  });
});
