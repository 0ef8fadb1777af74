/** The reader of fragmented MP4: damaged files of real packagers, and boxes put together by chance, cut anywhere. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { Mp4Reader, clockOf, toSamples, toTrackConfig } from '../../src/media/mp4/index.js';
import type { Fragment, ReadResult } from '../../src/media/mp4/index.js';
import * as build from '../fixtures/media/build-mp4.js';
import { damage, damaged } from './support/damage.js';
import { fuzzTarget } from './support/target.js';

const files = [
  'muxed',
  'bframes',
  'base-offset',
  'encrypted',
  'hevc',
  'vp9',
  'av1',
  'opus',
  'flac',
  'producer-time',
];

/** Header boxes hold all the structure, so most of the media between them is left out: damage then hits what is read. */
const seeds = files.map((name) => {
  const file = readFileSync(new URL(`../fixtures/media/${name}.mp4`, import.meta.url));
  return new Uint8Array(file.subarray(0, Math.min(file.byteLength, 12_000)));
});

const number = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 64 }) },
  { weight: 1, arbitrary: fc.constantFrom(0x7fffffff, 0x80000000, 0xffffffff, 1e9, 3e6) },
);
/** Mostly left out: a box with every number wrong is refused at the first, and says nothing of the others. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
const small = fc.integer({ min: 0, max: 3 });
const described = fc.record({
  dataOffset: seldom(fc.integer({ min: -200, max: 400 })),
  firstFlags: seldom(number),
  version: fc.constantFrom(0 as const, 1 as const),
  count: seldom(fc.oneof(number, fc.integer({ min: 0, max: 5000 }))),
  samples: fc.array(fc.record({ size: number, duration: number, offset: number }), { maxLength: 5 }),
});
/** As constant bit rates have it: so many samples, all of the usual size. */
const counted = fc.record({ count: fc.integer({ min: 0, max: 5000 }), samples: fc.constant([]) });
const run = fc.oneof({ weight: 4, arbitrary: described }, { weight: 1, arbitrary: counted });
const traf = fc.record({
  id: fc.constantFrom(1, 1, 1, 2, 3),
  time: fc.option(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { nil: undefined }),
  baseDataOffset: seldom(fc.bigInt({ min: 0n, max: 2n ** 40n })),
  entry: seldom(small),
  duration: seldom(number),
  size: seldom(fc.oneof(small, number)),
  flags: seldom(number),
  defaultBaseIsMoof: fc.boolean(),
  runs: fc.array(run, { maxLength: 4 }),
});
const box = fc
  .tuple(
    fc.constantFrom('moof', 'moov', 'emsg', 'prft', 'traf', 'trun', 'free', 'sidx', 'styp', 'mdat'),
    fc.uint8Array({ maxLength: 60 }),
    fc.option(number, { nil: undefined }),
  )
  .map(([type, payload, size]) => {
    const bytes = build.box(type, payload);
    if (size !== undefined) bytes.set(build.u32(size));
    return bytes;
  });
/** Boxes in boxes, each exactly as long as what is in it. */
function nest(depth: number): Uint8Array {
  const bytes = new Uint8Array(depth * 8);
  for (let level = 0; level < depth; level++) {
    bytes.set(build.u32(bytes.byteLength - level * 8), level * 8);
    bytes.set(build.ascii(level % 2 === 0 ? 'moof' : 'traf'), level * 8 + 4);
  }
  return bytes;
}
const nested = fc.integer({ min: 1, max: 3000 }).map(nest);
const tracks = fc.record({
  edits: seldom(
    fc.array(
      fc.tuple(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.bigInt({ min: -3n, max: 2n ** 63n - 1n })),
      {
        maxLength: 3,
      },
    ),
  ),
  timescale: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(1, 1000, 90_000) },
    { weight: 1, arbitrary: number },
  ),
  trex: fc.record({ size: small, duration: number, flags: number }),
});
const built = fc
  .tuple(
    tracks,
    fc.array(fc.oneof(fc.tuple(fc.array(traf, { maxLength: 3 }), fc.nat(4000)), box, nested), {
      maxLength: 5,
    }),
  )
  .map(([track, parts]) =>
    build.bytesOf(
      build.init({ id: 1, ...track }, { id: 2, timescale: 1000 }),
      ...parts.flatMap((part) =>
        part instanceof Uint8Array
          ? [part]
          : [build.moof(...part[0]), build.box('mdat', new Uint8Array(part[1]))],
      ),
    ),
  );
const bytes = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(fc.constantFrom(...seeds), damage).map(([seed, hits]) => damaged(seed, hits)),
  },
  { weight: 4, arbitrary: fc.tuple(built, damage).map(([file, hits]) => damaged(file, hits)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }) },
);

/** Everything read from these bytes, going on after every failure. */
function readAll(bytes: Uint8Array, cuts: readonly number[]): ReadResult[] {
  const reader = new Mp4Reader();
  const results: ReadResult[] = [];
  let at = 0;
  for (let index = 0; at < bytes.byteLength; index++) {
    const length = cuts.length === 0 ? bytes.byteLength : (cuts[index % cuts.length] ?? 1);
    let result = reader.push(bytes.slice(at, at + length));
    results.push(result);
    for (let tries = 0; result.failure !== undefined; tries++) {
      if (tries > bytes.byteLength) throw new Error('It fails without going on.');
      if (result.failure.reason !== 'media/container-malformed') throw result.failure;
      result = reader.resync();
      results.push(result);
    }
    at += length;
  }
  return results;
}

const leastBytesPerSample = 4;

function checkFragment({ runs, bytes, position }: Fragment, whole: Uint8Array): void {
  const claimed = runs.reduce((sum, { samples }) => sum + samples.length, 0);
  if (claimed > 64 + bytes.byteLength / leastBytesPerSample) throw new Error(`${claimed} samples of nothing`);
  for (let index = 0; index < bytes.byteLength; index += 97)
    if (bytes[index] !== whole[position + index]) throw new Error('A fragment is not where it says.');
  for (const run of runs) {
    if (!Number.isFinite(clockOf(run)(run.duration))) throw new Error('A run ends at no time.');
    for (const sample of toSamples(run, { config: 1, rendition: '' })) {
      if (sample.data.byteLength === 0 || !(sample.duration > 0)) throw new Error('A sample of nothing');
      if (!Number.isFinite(sample.time) || !Number.isFinite(sample.decodeTime))
        throw new Error('A sample has no time.');
    }
  }
}

/** What was read, comparable between two ways of cutting. */
function told(results: readonly ReadResult[]): string {
  return JSON.stringify(
    {
      failures: results.flatMap(({ failure }) => failure?.message ?? []),
      inits: results.flatMap(({ inits }) => inits.map(({ tracks }) => tracks)),
      events: results.flatMap(({ events }) => events.map(({ timeMs, scheme, id }) => [timeMs, scheme, id])),
      times: results.flatMap(({ producerTimes }) =>
        producerTimes.map(({ epochMs, timeMs }) => [epochMs, timeMs]),
      ),
      fragments: results.flatMap(({ fragments }) =>
        fragments.map(({ position, sequence, runs }) => [
          position,
          sequence,
          runs.map(({ decodeTime, samples }) => [
            `${decodeTime}`,
            samples.map(({ decodeOffset, compositionOffset, size, flags, data }) => [
              ...[decodeOffset, compositionOffset, size, flags, data[0], data[size - 1]],
            ]),
          ]),
        ]),
      ),
    },
    (_, value: unknown) => (value instanceof Uint8Array ? `${value.byteLength} bytes` : value),
  );
}

export const target = fuzzTarget({
  name: 'mp4',
  share: 5,
  input: fc.record({
    bytes,
    cuts: fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 5 }),
  }),
  size: ({ bytes }) => bytes.byteLength,
  check: ({ bytes, cuts }) => {
    const whole = readAll(bytes, []);
    for (const { inits, fragments } of whole) {
      for (const { tracks } of inits) for (const track of tracks) toTrackConfig(track);
      for (const fragment of fragments) checkFragment(fragment, bytes);
    }
    const inParts = readAll(bytes, cuts);
    if (told(whole) !== told(inParts)) throw new Error('Cut otherwise, it reads otherwise.');
  },
});
