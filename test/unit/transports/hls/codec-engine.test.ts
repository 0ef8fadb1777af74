import { expect } from '@open-wc/testing';
import { eventTime } from '../../../../src/base/index.js';
import type { Sample } from '../../../../src/media/index.js';
import { readStripFromSource } from '../../../../examples/venue/strip.js';
import { startEdge } from '../../../fixtures/edge.js';
import type { TestEdge } from '../../../fixtures/edge.js';
import { rejection } from '../../../fixtures/rejection.js';
import { decodeVideo } from '../../../fixtures/venue-decoding.js';
import { recording } from '../../media/adapter/media-parts.js';
import { vod } from './blob-vod.js';
import { runEngine } from './engine-run.js';
import type { EngineRun, RunOptions } from './engine-run.js';
import type { RecordingDeck } from './recording-deck.js';

const frameMs = 1000 / 30;
const loopFrames = 240;

/** Frames that follow each other without a hole, from the first on. */
function expectUnbroken(samples: readonly Sample[], durationMs: number): void {
  samples.slice(1).forEach((sample, index) => {
    const before = samples[index]!;
    expect(sample.time - before.time, `after ${before.time}`).to.be.closeTo(durationMs, 0.1);
    expect(sample.eventTime! - before.eventTime!, `after ${before.eventTime}`).to.be.closeTo(durationMs, 0.1);
  });
}

/** What the strips of decoded pictures say, beside the samples they come from. */
async function picturesOf(deck: RecordingDeck): Promise<{ frame: number; sample: Sample }[]> {
  const samples = deck.sink.held.video;
  const config = deck.sink.configs[samples[0]!.config]!;
  if (config.kind !== 'video') throw new Error('not a video configuration');
  const { codec, description } = config;
  const scratch = document.createElement('canvas');
  const read: { frame: number; sample: Sample }[] = [];
  await decodeVideo(
    { codec, description: description! },
    samples.map(
      ({ time, key, data }) =>
        new EncodedVideoChunk({ timestamp: time * 1000, type: key ? 'key' : 'delta', data }),
    ),
    (frame, index) => {
      const strip = readStripFromSource(frame, frame.displayWidth, frame.displayHeight, scratch);
      read.push({ frame: strip!.frame, sample: samples[index]! });
    },
  );
  return read;
}

describe('hls.js over the sample sink', () => {
  let edge: TestEdge;
  let run: EngineRun | undefined;

  const begin = async (url: string, options?: RunOptions) => (run = await runEngine(url, options));
  const live = (kind: 'll' | 'index') => `${edge.url}/hls/main/${kind}.m3u8`;

  before(async () => {
    edge = await startEdge();
  });
  afterEach(async () => {
    run?.engine.close();
    run = undefined;
    await edge.mend();
  });

  it('turns the parts of an LL-HLS stream into samples with the time of their capture, pictures and sound', async () => {
    const { engine, deck, view, until } = await begin(live('ll'));
    await engine.load();
    deck.play();
    // Sound is a playlist of its own, and may come later than the pictures.
    await until('two seconds of video and one of sound', () => {
      const { video, audio } = deck.sink.held;
      return video.length > 60 && audio.length > 47;
    });
    const { video, audio } = deck.sink.held;
    expectUnbroken(video, frameMs);
    for (const { frame, sample } of await picturesOf(deck))
      expect(Math.round(sample.eventTime! / frameMs) % loopFrames, `at ${sample.time}`).to.equal(frame);
    const offset = video[0]!.eventTime! - video[0]!.time;
    for (const { time, eventTime: captured } of audio) expect(captured! - time).to.be.closeTo(offset, 0.01);
    expect(view).to.include({ parts: true, live: true, health: 'flowing' });
    // As near as parts come in time: nearer than PART-HOLD-BACK, 650 ms.
    expect(view.targetLatencyMs).to.be.within(200, 649);
    expect(deck.duration).to.equal(Infinity);
  });

  it('gives every part as it arrives, whole segments never', async () => {
    const { engine, deck, until } = await begin(live('ll'));
    await engine.load();
    deck.play();
    await until('something', () => deck.sink.held.video.length > 0);
    const before = deck.sink.batches.length;
    await until('ten more parts', () => deck.sink.batches.length > before + 20);
    const sizes = deck.sink.batches.slice(before).filter(({ kind }) => kind === 'video');
    // 200 ms of 30 pictures a second.
    expect(Math.max(...sizes.map(({ count }) => count))).to.be.at.most(6);
  });

  it('begins at the last event time the viewer saw', async () => {
    const startAt = eventTime(Date.now() - 8000);
    const { engine, deck, until } = await begin(live('index'), { startAt, lowLatency: false });
    await engine.load();
    await until('the beginning', () => deck.sink.held.video.length > 30);
    await until('the place', () => deck.time > 0);
    const at = deck.sink.held.video.findLast(({ time }) => time <= deck.time + 0.1)!;
    expect(at.eventTime! - startAt).to.be.within(-frameMs, 1);
  });

  it('fetches what is sought, also while it is still seeking somewhere else', async () => {
    const { engine, deck, view, until } = await begin(live('index'), { lowLatency: false });
    await engine.load();
    await until('the edge', () => deck.sink.held.video.length > 30);
    await until('the place', () => deck.time > 0 && !deck.seeking.peek());
    const start = deck.time;
    void deck.seek(start - 20_000);
    void deck.seek(start - 40_000);
    await until('the past', () =>
      deck.sink.buffered('video').some(({ from, to }) => from <= deck.time && to > deck.time + 500),
    );
    expect(deck.time).to.be.closeTo(start - 40_000, 1);
    const { from, to } = view.seekable!;
    const sample = deck.sink.held.video.find(({ time }) => time >= deck.time)!;
    expect(sample.eventTime).to.be.within(from, to);
  });

  it('changes the rendition, and says of every sample which one it is', async () => {
    const { engine, deck, view, until } = await begin(live('ll'));
    await engine.load();
    deck.play();
    await until('the first rendition', () => deck.sink.held.video.length > 6);
    const [first] = deck.sink.held.video;
    const other = first!.rendition === '1' ? '0' : '1';
    engine.select(other);
    expect(view.selected).to.equal(other);
    await until('the other', () => deck.sink.held.video.some(({ rendition }) => rendition === other));
    const changed = deck.sink.held.video.find(({ rendition }) => rendition === other)!;
    expect(changed.key).to.be.true;
    expect(changed.config).to.not.equal(first!.config);
    expectUnbroken(deck.sink.held.video, frameMs);
  });

  it('stays within what the deck takes, and plays on', async () => {
    const budget = 400_000;
    const startAt = eventTime(Date.now() - 30_000);
    const { engine, deck, view, until } = await begin(live('index'), { lowLatency: false, startAt, budget });
    await engine.load();
    await until('the beginning', () => deck.sink.held.video.length > 30);
    deck.play();
    const from = deck.time;
    await until('a full deck', () => deck.sink.refusals > 0);
    await until('what comes after', () => deck.sink.arrived.at(-1)!.sample.time > from + 10_000);
    expect(deck.sink.bytes).to.be.at.most(budget);
    expect(view.failure).to.be.undefined;
  });

  it('plays MPEG-TS over a discontinuity on one timeline', async () => {
    const { engine, deck, until } = await begin('/test/fixtures/media/ts/index.m3u8', { lowLatency: false });
    await engine.load();
    deck.play();
    await until('the end', () => deck.sink.ends > 0);
    const { video } = deck.sink.held;
    expect(video.length).to.equal(120);
    video.slice(1).forEach((sample, index) => {
      // Where the recording breaks off its sound is longer than its picture, by less than a picture.
      expect(sample.time - video[index]!.time, `after ${index}`).to.be.within(frameMs - 1, 2 * frameMs);
    });
    expect(deck.duration).to.be.closeTo(4000, 150);
  });

  it('gives a recording its dates', async () => {
    const cut = await recording('bframes');
    const startMs = Date.UTC(2026, 1, 6, 20);
    const url = vod([{ cut, bandwidth: 1e6, codecs: 'avc1.64000d', duration: 0.5, startMs }]);
    const { engine, deck, view, until } = await begin(url, { lowLatency: false });
    await engine.load();
    deck.play();
    await until('the end', () => deck.sink.ends > 0);
    const { video } = deck.sink.held;
    expect(video.length).to.equal(60);
    expect(video[0]).to.include({ time: 0, eventTime: startMs });
    expectUnbroken(video, frameMs);
    expect(view).to.include({ live: false, health: 'ended' });
    expect(deck.duration).to.be.closeTo(2000, 1);
  });

  for (const [what, damage] of [
    ['are malformed', dataElsewhere],
    ['claim more samples than they can have', hugeRun],
  ] as const)
    it(`leaves a rendition whose segments ${what}`, async () => {
      const cut = await recording('fps-25');
      const level = { cut, codecs: 'avc1.64000d', duration: 0.5 };
      const url = vod([
        { ...level, bandwidth: 2e6, damage: (segment, index) => (index === 0 ? segment : damage(segment)) },
        { ...level, bandwidth: 1e6 },
      ]);
      const { engine, deck, view, until } = await begin(url, { lowLatency: false });
      await engine.load();
      deck.play();
      await until('the end', () => deck.sink.ends > 0);
      expect(deck.sink.held.video.length).to.equal(50);
      expect(view.failure).to.be.undefined;
    });

  it('leaves a rendition that the deck cannot decode', async () => {
    const { engine, deck, until } = await begin(live('ll'));
    await engine.load();
    deck.play();
    await until('something', () => deck.sink.held.video.length > 6);
    const bad = deck.sink.held.video[0]!.rendition;
    // What is on screen says which rendition could not be decoded.
    deck.frame.value = { ...(await deck.step()), rendition: bad };
    deck.samplesLost += 1;
    await until('another rendition', () => deck.sink.held.video.some(({ rendition }) => rendition !== bad));
    const left = deck.sink.arrived.length;
    await until('more of it', () => deck.sink.arrived.length > left + 30);
    const later = deck.sink.arrived.slice(left).filter(({ kind }) => kind === 'video');
    expect(later.every(({ sample }) => sample.rendition !== bad)).to.be.true;
  });

  it('refuses encrypted media by name', async () => {
    const cut = await recording('encrypted');
    const url = vod([{ cut, bandwidth: 1e6, codecs: 'avc1.64000d', duration: 0.5 }]);
    const { engine, view, until } = await begin(url, { lowLatency: false });
    await engine.load();
    await until('a verdict', () => view.failure !== undefined);
    expect(view.failure!.reason).to.equal('media/encrypted');
  });

  it('says what servers answered', async () => {
    await edge.fault('notfound', 'll-hls');
    const { engine } = await begin(live('ll'));
    expect(await rejection(engine.load())).to.include({ reason: 'hls/not-found' });
  });
});

/** The same fragment with its samples' data said to be far beyond its end. */
function dataElsewhere(segment: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const damaged = Uint8Array.from(segment);
  const text = new TextDecoder('latin1').decode(damaged.subarray(0, 200));
  new DataView(damaged.buffer).setInt32(text.indexOf('trun') + 12, 2 ** 30);
  return damaged;
}

/** The same fragment with a run that claims a thousand million samples. */
function hugeRun(segment: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const damaged = Uint8Array.from(segment);
  const text = new TextDecoder('latin1').decode(damaged.subarray(0, 200));
  new DataView(damaged.buffer).setUint32(text.indexOf('trun') + 8, 1e9);
  return damaged;
}
