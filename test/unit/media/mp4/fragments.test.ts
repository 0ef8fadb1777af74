import { expect } from '@open-wc/testing';
import { OlympicPlayerError } from '../../../../src/base/index.js';
import { Mp4Reader, clockOf, ticksToMs, toSamples } from '../../../../src/media/mp4/index.js';
import type { ReadResult } from '../../../../src/media/mp4/index.js';
import * as build from '../../../fixtures/media/build-mp4.js';

const { box, bytesOf, fragment, init, moof, u8, u32 } = build;
const video = { id: 1, timescale: 1000 };
const nonSync = 0x10000;

function readerAfter(...parts: Uint8Array[]): { reader: Mp4Reader; result: ReadResult } {
  const reader = new Mp4Reader();
  return { reader, result: reader.push(bytesOf(...parts)) };
}

/** What the whole of these bytes reads to: time, key and bytes of every sample. */
function samplesOf(...parts: Uint8Array[]): (readonly [number, boolean, readonly number[]])[] {
  const { result } = readerAfter(...parts);
  expect(result.failure?.message).to.equal(undefined);
  return result.fragments
    .flatMap(({ runs }) => runs.flatMap((run) => toSamples(run, { config: 1, rendition: '' })))
    .map(({ time, key, data }) => [time, key, [...data]] as const);
}

function refuses(what: RegExp, ...parts: Uint8Array[]): void {
  const { result } = readerAfter(...parts);
  expect(result.failure).to.be.instanceOf(OlympicPlayerError);
  expect(result.failure?.reason).to.equal('media/container-malformed');
  expect(result.failure?.message).to.match(what);
}

describe('the time of samples', () => {
  it('is that of every tfdt, also where it jumps back and where it needs 64 bits', () => {
    const beyond = 2n ** 53n + 1n;
    const { result } = readerAfter(
      init(video),
      ...[5000n, 100n, beyond].map((time) => fragment(time, u8(1), u8(2))),
    );
    const runs = result.fragments.flatMap(({ runs }) => runs);
    expect(runs.map(({ decodeTime }) => decodeTime)).to.deep.equal([5000n, 100n, beyond]);
    expect(runs.map((run) => clockOf(run)(0))).to.deep.equal([5000, 100, Number(beyond)]);
  });

  it('is exact to the rounding of one division, days into a stream', () => {
    // 30000/1001 pictures a second since the Unix epoch, in a clock of 90 kHz.
    for (const frame of [0n, 1n, 53_000_000_000n, 53_000_000_001n]) {
      const ticks = frame * 3003n;
      const seconds = ticks / 90_000n;
      const exact = Number(seconds) * 1000 + (Number(ticks % 90_000n) * 1000) / 90_000;
      expect(ticksToMs(ticks, 90_000)).to.equal(exact);
    }
    expect(ticksToMs(-1024n, 48_000)).to.be.closeTo(-21.333_333_333_333_332, 1e-12);
  });

  it('does not depend on which fragment a tick is counted from', () => {
    const scale = 90_000;
    const track = readerAfter(init({ id: 1, timescale: scale })).result.inits[0]!.tracks[0]!;
    const clock = (decodeTime: bigint): ((ticks: number) => number) =>
      clockOf({ track, decodeTime, entry: track.entries[0], samples: [], duration: 0 });
    const base = 159_000_000_000_000n;
    for (let ticks = 0; ticks < 500_000; ticks += 3003)
      expect(clock(base)(ticks)).to.equal(clock(base + BigInt(ticks))(0));
  });

  it('goes on where the last fragment ended when there is no tfdt', () => {
    const untimed = bytesOf(
      moof({ id: 1, duration: 40, runs: [{ samples: [{ size: 1 }, { size: 1 }] }] }),
      box('mdat', u8(3, 4)),
    );
    const times = samplesOf(init(video), fragment(1000n, u8(1), u8(2)), untimed, untimed);
    expect(times.map(([time]) => time)).to.deep.equal([1000, 1100, 1200, 1240, 1280, 1320]);
  });

  it('takes composition offsets as signed, whatever version says so', () => {
    for (const version of [0, 1] as const) {
      const samples = [0, 100, -50].map((offset) => ({ size: 1, offset }));
      const times = samplesOf(
        init(video),
        moof({ id: 1, time: 1000n, duration: 50, runs: [{ version, samples }] }),
        box('mdat', u8(1, 2, 3)),
      );
      expect(times.map(([time]) => time)).to.deep.equal([1000, 1150, 1050]);
    }
  });

  it('is put off by empty edits and pulled forward by the media an edit begins with', () => {
    const edits = [
      [300n, -1n],
      [0n, 90n],
    ] as const;
    const { result } = readerAfter(init({ ...video, edits }), fragment(90n, u8(1)));
    const [track] = result.inits[0]!.tracks;
    // 300 of the movie's 600 ticks a second are 500 ms.
    expect(track?.edit).to.deep.equal({ shift: 410, start: 500, simplified: false });
    expect(toSamples(result.fragments[0]!.runs[0]!, { config: 1, rendition: '' })[0]?.time).to.equal(500);
  });

  it('says when an edit list wants more than a shift', () => {
    const edits = [
      [600n, 0n],
      [600n, 5000n],
    ] as const;
    const [track] = readerAfter(init({ ...video, edits })).result.inits[0]!.tracks;
    expect(track?.edit.simplified).to.equal(true);
  });
});

describe('what a sample is', () => {
  it('follows trex, tfhd, trun and the first sample’s own flags, the nearer before the farther', () => {
    const track = { ...video, trex: { duration: 10, size: 1, flags: nonSync } };
    const trafs = {
      trex: { id: 1, time: 0n, runs: [{ count: 2 }] },
      tfhd: { id: 1, time: 0n, duration: 20, size: 2, flags: 0, runs: [{ count: 2 }] },
      trun: {
        ...{ id: 1, time: 0n, duration: 20, size: 2, flags: 0 },
        runs: [{ samples: [0, 1].map(() => ({ duration: 30, size: 3, flags: nonSync })) }],
      },
      first: { id: 1, time: 0n, runs: [{ count: 2, firstFlags: 0 }] },
    };
    const read = (traf: build.TrafToBuild): unknown =>
      samplesOf(init(track), moof(traf), box('mdat', u8(1, 2, 3, 4, 5, 6)));
    expect(read(trafs.trex)).to.deep.equal([
      [0, false, [1]],
      [10, false, [2]],
    ]);
    expect(read(trafs.tfhd)).to.deep.equal([
      [0, true, [1, 2]],
      [20, true, [3, 4]],
    ]);
    expect(read(trafs.trun)).to.deep.equal([
      [0, false, [1, 2, 3]],
      [30, false, [4, 5, 6]],
    ]);
    expect(read(trafs.first)).to.deep.equal([
      [0, true, [1]],
      [10, false, [2]],
    ]);
  });

  it('is found through data offsets, behind the run before, and in the second of two trafs', () => {
    const tracks = [video, { id: 2, timescale: 500 }];
    const run = (...sizes: number[]): build.RunToBuild => ({ samples: sizes.map((size) => ({ size })) });
    const trafs = (offset: number): build.TrafToBuild[] => [
      { id: 1, time: 0n, duration: 10, runs: [{ ...run(1), dataOffset: offset + 3 }, run(2)] },
      { id: 2, time: 0n, duration: 10, runs: [{ ...run(2), dataOffset: offset }] },
    ];
    const size = moof(...trafs(0)).byteLength + 8;
    expect(samplesOf(init(...tracks), moof(...trafs(size)), box('mdat', u8(1, 2, 3, 4, 5, 6)))).to.deep.equal(
      [
        [0, true, [4]],
        [10, true, [5, 6]],
        [0, true, [1, 2]],
      ],
    );
  });

  it('follows the data of the traf before where neither an address nor moof is the base', () => {
    const tracks = [video, { id: 2, timescale: 1000 }];
    const trafs: build.TrafToBuild[] = [1, 2].map((id) => ({
      ...{ id, time: 0n, duration: 10, defaultBaseIsMoof: false },
      runs: [{ samples: [{ size: 2 }] }],
    }));
    const read = samplesOf(init(...tracks), moof(...trafs), box('mdat', u8(1, 2, 3, 4)));
    expect(read.map(([, , data]) => data)).to.deep.equal([
      [1, 2],
      [3, 4],
    ]);
  });

  it('is found by its address in the file, and where a segment was cut out of a longer one', () => {
    const head = init(video);
    const traf = (baseDataOffset: bigint): Uint8Array => {
      const runs = (dataOffset: number): build.RunToBuild[] => [{ dataOffset, samples: [{ size: 2 }] }];
      const size = moof({ id: 1, time: 0n, duration: 1, baseDataOffset, runs: runs(0) }).byteLength + 8;
      return moof({ id: 1, time: 0n, duration: 1, baseDataOffset, runs: runs(size) });
    };
    const data = box('mdat', u8(8, 9));
    for (const base of [BigInt(head.byteLength), 2n ** 40n])
      expect(samplesOf(head, traf(base), data)).to.deep.equal([[0, true, [8, 9]]]);
  });

  it('is of the sample entry its fragment names: a clear beginning before protected media', () => {
    const avcC = box('avcC', u8(1, 0x64, 0, 0x1f, 0xff, 0xe0, 0));
    const sinf = box(
      'sinf',
      box('frma', build.ascii('avc1')),
      build.fullBox('schm', 0, 0, build.ascii('cbcs'), u32(0x10000)),
      box('schi', build.fullBox('tenc', 1, 0, u8(0, 0x19, 1, 8), new Uint8Array(16).fill(0xab))),
    );
    const entries = [build.videoEntry('avc1', avcC), build.videoEntry('encv', avcC, sinf)];
    const part = (entry: number): Uint8Array =>
      bytesOf(
        moof({ id: 1, time: 0n, entry, duration: 1, runs: [{ samples: [{ size: 1 }] }] }),
        box('mdat', u8(1)),
      );
    const { result } = readerAfter(init({ ...video, entries }), part(1), part(2));
    const seen = result.fragments.map(({ runs }) => runs[0]?.entry);
    expect(seen.map((entry) => entry?.format)).to.deep.equal(['avc1', 'avc1']);
    expect(seen.map((entry) => entry?.protection)).to.deep.equal([
      undefined,
      { originalFormat: 'avc1', scheme: 'cbcs', defaultKeyId: 'ab'.repeat(16) },
    ]);
    refuses(/sample entry that is not there/, init({ ...video, entries }), part(3));
  });

  it('is a view of what was pushed, copied only when asked', () => {
    const pushed = bytesOf(init(video), fragment(0n, u8(1, 2)));
    const run = new Mp4Reader().push(pushed).fragments[0]!.runs[0]!;
    const [view] = toSamples(run, { config: 1, rendition: '' });
    const [copy] = toSamples(run, { config: 1, rendition: '', copy: true });
    expect(view?.data.buffer).to.equal(pushed.buffer);
    expect(copy?.data.buffer.byteLength).to.equal(2);
  });

  it('lasts as long as its neighbour where it says 0, and never 0', () => {
    const samples = [
      { size: 1, duration: 40 },
      { size: 1, duration: 0 },
    ];
    const both = readerAfter(
      init(video),
      ...[samples, samples.slice(1)].flatMap((samples) => [
        moof({ id: 1, time: 0n, runs: [{ samples }] }),
        box('mdat', u8(1, 2)),
      ]),
    ).result.fragments.flatMap(({ runs }) => runs);
    const durations = both.map((run) =>
      toSamples(run, { config: 1, rendition: '' }).map(({ duration }) => duration),
    );
    expect(durations).to.deep.equal([[40, 40], [1000 / 30]]);
  });

  it('counts the time of samples without bytes, and leaves them out', () => {
    const run = { samples: [{ size: 1 }, { size: 0 }, { size: 1 }] };
    const read = samplesOf(
      init(video),
      moof({ id: 1, time: 0n, duration: 10, runs: [run] }),
      box('mdat', u8(1, 2)),
      moof({ id: 1, duration: 10, runs: [{ count: 1_000_000_000 }] }),
      moof({ id: 1, duration: 10, runs: [{ samples: [{ size: 1 }] }] }),
      box('mdat', u8(3)),
    );
    expect(read.map(([time]) => time)).to.deep.equal([0, 20, 10_000_000_030]);
  });
});

describe('where a fragment lies', () => {
  it('is told by its place and its bytes, boxes between it and the next not among them', () => {
    const head = init(video);
    const parts = [fragment(0n, u8(1)), box('free', new Uint8Array(5)), fragment(1n, u8(2, 3))] as const;
    const { result } = readerAfter(head, ...parts);
    const placed = result.fragments.map(({ position, bytes }) => [position, bytes.byteLength]);
    const [first, free, second] = parts.map(({ byteLength }) => byteLength);
    expect(placed).to.deep.equal([
      [head.byteLength, first],
      [head.byteLength + first! + free!, second],
    ]);
  });
});

describe('broken fragments', () => {
  const good = [fragment(0n, u8(1)), fragment(100n, u8(2))] as const;

  it('are lost alone: what came before is given, what follows is read after a resync', () => {
    const broken = bytesOf(
      moof({ id: 1, time: 50n, duration: 1, runs: [{ samples: [{ size: 99 }] }] }),
      box('mdat', u8(1)),
    );
    const { reader, result } = readerAfter(init(video), good[0], broken, good[1]);
    expect(result.fragments).to.have.length(1);
    expect(result.failure?.message).to.match(/outside of the media data/);
    expect(reader.push(good[1]).failure, 'takes nothing until it is told to').to.equal(result.failure);
    const after = reader.resync();
    expect(after.failure).to.equal(undefined);
    expect(after.fragments.map(({ runs }) => runs[0]?.decodeTime)).to.deep.equal([100n]);
  });

  it('of unknown length end at the next moof, however the bytes come', () => {
    const garbage = new Uint8Array(1000).map((_, index) => (index * 7) & 0xff);
    const lure = build.ascii('moof----moof');
    const bytes = bytesOf(init(video), good[0], garbage, lure, good[1]);
    for (const size of [1, 3, 50, bytes.byteLength]) {
      const reader = new Mp4Reader();
      const found: bigint[] = [];
      for (let at = 0; at < bytes.byteLength; at += size) {
        let result = reader.push(bytes.subarray(at, at + size));
        const take = (): void => {
          for (const { runs } of result.fragments) for (const run of runs) found.push(run.decodeTime);
        };
        take();
        while (result.failure !== undefined) {
          result = reader.resync();
          take();
        }
      }
      expect(found, `by ${size}`).to.deep.equal([0n, 100n]);
    }
  });

  it('are forgotten by a reset, as is half a fragment; the init segment stays', () => {
    const { reader } = readerAfter(init(video), good[0].subarray(0, 30));
    reader.reset();
    expect(reader.push(u8(0, 0, 0, 2, 1, 1, 1, 1)).failure).not.to.equal(undefined);
    reader.reset();
    const { fragments, failure } = reader.push(good[1]);
    expect(failure).to.equal(undefined);
    expect(fragments.map(({ position }) => position)).to.deep.equal([0]);
  });
});

describe('hostile bytes', () => {
  it('are refused by name', () => {
    const run = (run: build.RunToBuild, traf: Partial<build.TrafToBuild> = {}): Uint8Array =>
      bytesOf(moof({ id: 1, time: 0n, ...traf, runs: [run] }), box('mdat', new Uint8Array(16)));
    const head = init(video);
    refuses(/before any init segment/, fragment(0n, u8(1)));
    refuses(/does not say how long/, u32(7), build.ascii('moof'));
    refuses(/does not say how long/, head, u32(0), build.ascii('mdat'));
    refuses(/no box where one should begin/, u8(0, 0, 0, 16, 1, 2, 3, 4), new Uint8Array(8));
    refuses(/too large/, u32(0x7fffffff), build.ascii('moov'));
    refuses(/too large/, u32(1), build.ascii('free'), build.u64(2n ** 60n));
    refuses(/too large/, head, fragment(0n, u8(1)).subarray(0, -9), u32(0x7fffffff), build.ascii('mdat'));
    refuses(/more samples than it describes/, head, run({ count: 1e9, samples: [{ size: 1 }] }));
    refuses(/more samples than its bytes can hold/, head, run({ count: 1e9 }, { size: 1 }));
    refuses(/in front of the media data/, head, run({ dataOffset: 4, samples: [{ size: 1 }] }));
    refuses(/outside of the media data/, head, run({ dataOffset: 1e9, samples: [{ size: 1 }] }));
    refuses(
      /longer than what it stands in/,
      head,
      box(
        'moof',
        box('mfhd').map((byte, i) => (i === 3 ? 99 : byte)),
      ),
      box('mdat'),
    );
    refuses(
      /too many parts/,
      head,
      moof(...Array.from({ length: 33 }, () => ({ id: 1, runs: [] }))),
      box('mdat'),
    );
    refuses(/too many tracks/, init(...Array.from({ length: 33 }, (_, id) => ({ ...video, id: id + 1 }))));
    refuses(/same number/, init(video, video));
    refuses(/counts time in nothing/, init({ id: 1, timescale: 0 }));
    refuses(/has no 'mvhd'/, box('moov', new Uint8Array(64)));
  });

  it('costs nothing however many samples 900 bytes claim', () => {
    const hostile = bytesOf(
      init({ ...video, trex: { size: 0, duration: 1 } }),
      moof(
        ...[1, 2, 3].map(() => ({ id: 1, time: 0n, runs: [{ count: 3_000_000 }, { count: 0xffffffff }] })),
      ),
      box('mdat'),
    );
    const started = performance.now();
    const { fragments } = new Mp4Reader().push(hostile);
    expect(performance.now() - started).to.be.below(50);
    expect(fragments[0]?.runs.map(({ samples }) => samples.length)).to.deep.equal([0, 0, 0]);
  });

  it('is refused before it is waited for when it is to be larger than a session may keep', () => {
    const reader = new Mp4Reader({ fragmentBytes: 1000 });
    reader.push(init(video));
    const failure = reader.push(
      bytesOf(moof({ id: 1, runs: [] }), u32(5000), build.ascii('mdat'), new Uint8Array(100)),
    ).failure;
    expect(failure?.message).to.match(/too large/);
  });

  it('takes no more memory than the bytes that came: twice those while a box is unfinished, then as many as it has', () => {
    const media = fragment(0n, new Uint8Array(100_000));
    const reader = new Mp4Reader();
    reader.push(init(video));
    const runs = [];
    for (let at = 0; at < media.byteLength; at += 7000)
      for (const { runs: found } of reader.push(media.slice(at, at + 7000)).fragments) runs.push(...found);
    expect(runs[0]?.samples[0]?.data.buffer.byteLength).to.equal(media.byteLength);
  });
});
