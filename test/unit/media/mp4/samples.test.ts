import { expect } from '@open-wc/testing';
import { Mp4Reader, clockOf, presentationStart, toSamples } from '../../../../src/media/mp4/index.js';
import type { ReadResult, Track, TrackRun } from '../../../../src/media/mp4/index.js';
import { randomFrom } from '../../../fixtures/descriptors/mutate.js';
import { mediaFile, mediaNames, probe } from '../../../fixtures/media/files.js';
import type { MediaName } from '../../../fixtures/media/files.js';
import { mediabunny } from '../../../fixtures/mediabunny.js';

interface Line {
  readonly dts: number;
  readonly pts: number;
  readonly duration: number;
  readonly size: number;
  readonly key: boolean;
}

const runsOf = (result: ReadResult, track: Track): TrackRun[] =>
  result.fragments.flatMap(({ runs }) => runs.filter((run) => run.track.id === track.id));

/** A track's samples in its own ticks, the edit applied. */
function linesOf(runs: readonly TrackRun[]): Line[] {
  return runs.flatMap(({ decodeTime, track, samples }) =>
    samples.map(({ decodeOffset, compositionOffset, duration, size, key }) => {
      const dts = Number(decodeTime) + track.edit.shift + decodeOffset;
      return { dts, pts: dts + compositionOffset, duration, size, key };
    }),
  );
}

async function readWhole(name: MediaName): Promise<{ result: ReadResult; tracks: readonly Track[] }> {
  const result = new Mp4Reader().push(await mediaFile(name));
  expect(result.failure, name).to.equal(undefined);
  expect(result.inits).to.have.length(1);
  return { result, tracks: result.inits[0]!.tracks };
}

/** ffprobe moves a track that composes before it decodes, as far as its first negative offset: 512 ticks. The file says otherwise. */
const probedLate: Partial<Record<MediaName, number>> = { 'negative-cts': 512 };
/** ffmpeg 5.1 gives up on its own encrypted files behind the first fragment. */
const probedInPart: Partial<Record<MediaName, [number, number]>> = { encrypted: [15, 22] };
/** For these ffprobe asks the codec how long a frame is, or does not know: the container says it in its own way. */
const probedDurations = (name: MediaName): boolean =>
  !['aac', 'muxed', 'encrypted', 'opus', 'flac', 'vp9', 'odd-vp9', 'av1'].includes(name);

describe('samples of fragmented MP4', () => {
  for (const name of mediaNames)
    it(`are those that ffprobe finds in ${name}, tick for tick`, async () => {
      const [{ result, tracks }, probed] = await Promise.all([readWhole(name), probe(name)]);
      expect(tracks).to.have.length(probed.streams.length);
      for (const [index, track] of tracks.entries()) {
        expect(`1/${track.timescale}`).to.equal(probed.streams[index]?.time_base);
        const packets = probed.packets.filter(({ stream_index }) => stream_index === index);
        const late = probedLate[name] ?? 0;
        const lines = linesOf(runsOf(result, track));
        expect(packets).to.have.length(probedInPart[name]?.[index] ?? lines.length);
        const durations = probedDurations(name);
        expect(
          lines
            .slice(0, packets.length)
            .map(({ duration, ...line }) => (durations ? { ...line, duration } : line)),
        ).to.deep.equal(
          packets.map(({ dts, pts, duration, size, flags }) => ({
            dts,
            pts: pts - late,
            size: Number(size),
            key: flags.startsWith('K'),
            ...(durations ? { duration } : {}),
          })),
        );
      }
    });

  // mediabunny refuses ffmpeg's encrypted file.
  for (const name of mediaNames.filter((name) => name !== 'encrypted'))
    it(`are those that mediabunny finds in ${name}`, async () => {
      const [{ result, tracks }, bytes] = await Promise.all([readWhole(name), mediaFile(name)]);
      const source = new mediabunny.BufferSource(bytes);
      const input = new mediabunny.Input({ source, formats: mediabunny.ALL_FORMATS });
      for (const track of tracks) {
        const theirs = (await input.getTracks()).find(({ id }) => id === track.id);
        if (theirs === undefined) throw new Error(`mediabunny has no track ${track.id}`);
        const packets = [];
        const sink = new mediabunny.EncodedPacketSink(theirs);
        for await (const packet of sink.packets())
          packets.push({
            ms: packet.timestamp * 1000,
            durationMs: packet.duration * 1000,
            key: packet.type === 'key',
            data: packet.data,
          });
        const samples = runsOf(result, track).flatMap((run) => toSamples(run, { config: 1, rendition: 'r' }));
        expect(samples).to.have.length(packets.length);
        for (const [index, { time, duration, key, data }] of samples.entries()) {
          const packet = packets[index]!;
          expect(time).to.be.closeTo(packet.ms, 0.0005, `${index}`);
          expect(key).to.equal(packet.key);
          expect(data).to.deep.equal(packet.data);
          expect(duration).to.be.closeTo(packet.durationMs, 0.0005, `${index}`);
        }
      }
      input.dispose();
    });

  it('keeps time where media is encrypted: frames of the same sizes in the same order as in the clear', async () => {
    const [clear, encrypted] = await Promise.all([readWhole('muxed'), readWhole('encrypted')]);
    for (const index of [0, 1]) {
      const lines = (from: typeof clear): unknown[] =>
        linesOf(runsOf(from.result, from.tracks[index]!)).map(({ size, key }) => ({ size, key }));
      expect(lines(encrypted)).to.deep.equal(lines(clear));
    }
  });

  it('are the same however the bytes are cut', async () => {
    const random = randomFrom(7);
    for (const name of mediaNames) {
      const bytes = await mediaFile(name);
      const { result } = await readWhole(name);
      const whole = describeResults([result]);
      for (const most of [1, 100, 5000]) {
        const reader = new Mp4Reader();
        const parts: ReadResult[] = [];
        for (let at = 0; at < bytes.byteLength;) {
          const length = 1 + Math.floor(random() * most);
          parts.push(reader.push(bytes.slice(at, at + length)));
          at += length;
        }
        expect(describeResults(parts), `${name} by ${most}`).to.deep.equal(whole);
      }
    }
  });

  it('begin at zero where an edit list says so, and late where none does', async () => {
    const first = async (name: MediaName): Promise<number> => {
      const { result, tracks } = await readWhole(name);
      const times = runsOf(result, tracks[0]!)
        .flatMap((run) => toSamples(run, { config: 1, rendition: 'r' }))
        .map(({ time }) => time);
      return Math.min(...times);
    };
    expect(await first('bframes')).to.equal(0);
    expect(await first('negative-cts')).to.equal(0);
    expect(await first('bframes-no-edit')).to.be.closeTo(2000 / 30, 1e-9);
  });

  it('has audio priming in front of the presentation: 1024 samples of AAC, 312 of Opus', async () => {
    for (const [name, priming] of [
      ['aac', 1024],
      ['opus', 312],
    ] as const) {
      const { result, tracks } = await readWhole(name);
      const [run] = runsOf(result, tracks[0]!);
      expect(presentationStart(tracks[0]!)).to.equal(0);
      expect(clockOf(run!)(0)).to.be.closeTo((-priming * 1000) / 48_000, 1e-9);
    }
  });

  it('reads when the producer had the media', async () => {
    const { result, tracks } = await readWhole('producer-time');
    const starts = runsOf(result, tracks[0]!).map((run) => clockOf(run)(0));
    expect(result.producerTimes).to.have.length(4);
    // ffmpeg's `-write_prft pts` takes the presentation time for Unix time.
    for (const [index, { epochMs, timeMs, track }] of result.producerTimes.entries()) {
      expect(track).to.equal(tracks[0]);
      expect(timeMs).to.equal(starts[index]);
      expect(epochMs).to.be.closeTo(timeMs, 0.001);
    }
  });
});

/** A byte string as its length and a checksum (FNV-1a), so that a difference can be read. */
function digest(bytes: Uint8Array): string {
  let sum = 0x811c9dc5;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193);
  return `${bytes.byteLength} bytes ${(sum >>> 0).toString(16)}`;
}

/** Everything that results hold, comparable by value. */
function describeResults(results: readonly ReadResult[]): unknown {
  return {
    failures: results.flatMap(({ failure }) => failure ?? []),
    inits: results.flatMap(({ inits }) => inits.map(({ bytes, tracks }) => [digest(bytes), tracks])),
    fragments: results.flatMap(({ fragments }) =>
      fragments.map(({ position, bytes, runs, sequence }) => [
        ...[position, sequence, digest(bytes)],
        ...runs.map((run) => [linesOf([run]), run.samples.map(({ data }) => digest(data))]),
      ]),
    ),
    times: results.flatMap(({ producerTimes }) =>
      producerTimes.map(({ timeMs, epochMs }) => [timeMs, epochMs]),
    ),
  };
}
