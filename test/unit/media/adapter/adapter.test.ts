import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import type { OlympicPlayerError } from '../../../../src/base/index.js';
import { eventTime, silentLogger } from '../../../../src/base/index.js';
import {
  CodecMedia,
  CodecMediaSource,
  Mp4Segments,
  RemoteMediaSource,
  serveBytes,
} from '../../../../src/media/adapter/index.js';
import type { CodecOutput } from '../../../../src/media/adapter/index.js';
import { browserMediaEnvironment } from '../../../../src/media/environment.js';
import { fakeEnvironment } from '../../../fixtures/fake-environment.js';
import { RecordingDeck, RecordingSink } from '../../transports/hls/recording-deck.js';
import { recording } from './media-parts.js';
import type { Cut } from './media-parts.js';

function opened(sink: RecordingSink, change: Partial<CodecOutput> = {}) {
  const source = new CodecMediaSource(
    {
      sink,
      setDuration: () => {},
      describe: () => ({ rendition: 'high', eventTimeOf: () => undefined }),
      supports: () => true,
      fail: () => {},
      refuse: () => {},
      ...change,
    },
    () => new Mp4Segments(),
  );
  source.open();
  return source;
}

type Buffer = Pick<SourceBuffer, 'appendBuffer' | 'addEventListener'>;

function appended(buffer: Buffer, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const over = new Promise<void>((resolve) =>
    buffer.addEventListener('updateend', () => resolve(), { once: true }),
  );
  buffer.appendBuffer(bytes);
  return over;
}

const plain = (sink: RecordingSink) =>
  (['video', 'audio'] as const).map((kind) =>
    sink.held[kind].map(({ data, ...rest }) => ({ ...rest, data: Array.from(data) })),
  );

describe('bytes into samples', () => {
  let muxed: Cut;
  let video: Cut;

  before(async () => {
    muxed = await recording('muxed');
    video = await recording('bframes');
  });

  it('makes the same samples wherever the bytes are cut', async () => {
    const whole = new RecordingSink();
    await appended(opened(whole).addSourceBuffer('video/mp4'), muxed.bytes);
    expect(whole.held.video.length).to.equal(60);
    const expected = plain(whole);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: muxed.bytes.length }), { maxLength: 12 }),
        async (cuts) => {
          const sink = new RecordingSink();
          const buffer = opened(sink).addSourceBuffer('video/mp4');
          const ends = [...cuts, muxed.bytes.length].sort((a, b) => a - b);
          let from = 0;
          for (const to of ends) {
            await appended(buffer, muxed.bytes.slice(from, to));
            from = to;
          }
          expect(plain(sink)).to.deep.equal(expected);
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });

  it('takes nothing of an append that does not fit, and the whole of it after room was made', async () => {
    const sink = new RecordingSink(6500);
    const buffer = opened(sink).addSourceBuffer('video/mp4');
    await appended(buffer, video.init);
    await appended(buffer, video.segments[0]!);
    const last = video.segments[2]!;
    await appended(buffer, video.segments[1]!);
    const before = plain(sink);
    expect(() => buffer.appendBuffer(last))
      .to.throw(DOMException, /full/)
      .with.property('name', 'QuotaExceededError');
    expect(buffer.updating).to.be.false;
    expect(plain(sink)).to.deep.equal(before);
    const over = new Promise((resolve) => buffer.addEventListener('updateend', resolve, { once: true }));
    buffer.remove(0, 1);
    await over;
    await appended(buffer, last);
    expect(sink.held.video.length).to.equal(15);
    expect(sink.held.video[0]!.time).to.be.closeTo(1000, 0.01);
  });

  it('forgets what was refused when something else comes instead', async () => {
    const sink = new RecordingSink(6500);
    const buffer = opened(sink).addSourceBuffer('video/mp4');
    await appended(buffer, video.init);
    await appended(buffer, video.segments[0]!);
    await appended(buffer, video.segments[1]!);
    expect(() => buffer.appendBuffer(video.segments[2]!)).to.throw(DOMException);
    buffer.remove(0, 1);
    await new Promise((resolve) => buffer.addEventListener('updateend', resolve, { once: true }));
    await appended(buffer, video.segments[3]!);
    expect(sink.held.video.length).to.equal(15);
    expect(sink.held.video[0]!.time).to.be.closeTo(1500, 0.01);
  });

  it('asks for the event time of every run, and stamps frames evenly', async () => {
    const sink = new RecordingSink();
    const asked: number[] = [];
    const buffer = opened(sink, {
      describe: () => ({
        rendition: 'high',
        eventTimeOf: (_kind, start) => {
          asked.push(start);
          return eventTime(1e12 + start * 1000);
        },
      }),
    }).addSourceBuffer('video/mp4');
    buffer.timestampOffset = 3;
    await appended(buffer, video.bytes);
    expect(asked).to.have.length(video.segments.length);
    for (const sample of sink.held.video) {
      expect(sample.eventTime).to.be.closeTo(1e12 + sample.time, 0.01);
      expect(sample.rendition).to.equal('high');
    }
    expect(sink.held.video[0]!.time).to.be.closeTo(3000, 0.01);
  });

  it('refuses encrypted media by name', async () => {
    const refused: OlympicPlayerError[] = [];
    const failed: string[] = [];
    const source = opened(new RecordingSink(), {
      refuse: (error) => refused.push(error),
      fail: (kind) => failed.push(kind),
    });
    await appended(source.addSourceBuffer('video/mp4'), (await recording('encrypted')).init);
    expect(refused.map(({ reason }) => reason)).to.deep.equal(['media/encrypted']);
    expect(failed).to.deep.equal(['decode']);
  });

  it('loses a malformed append alone where it is lenient', async () => {
    const sink = new RecordingSink();
    const told: OlympicPlayerError[] = [];
    const source = opened(sink, { lenient: true, malformed: (error) => told.push(error) });
    const buffer = source.addSourceBuffer('video/mp4');
    await appended(buffer, video.init);
    await appended(buffer, new Uint8Array(500).fill(0xff));
    await appended(buffer, video.segments[0]!);
    expect(told.map(({ reason }) => reason)).to.deep.equal(['media/container-malformed']);
    expect(source.readyState).to.equal('open');
    expect(sink.held.video.length).to.equal(15);
  });

  it('loses an append that says it is longer than it is, not those after it, where it is lenient', async () => {
    const sink = new RecordingSink();
    const told: OlympicPlayerError[] = [];
    const source = opened(sink, { lenient: true, malformed: (error) => told.push(error) });
    const buffer = source.addSourceBuffer('video/mp4');
    await appended(buffer, video.init);
    const [first, second, third] = video.segments;
    const damaged = Uint8Array.from(first!);
    const size = new TextDecoder('latin1').decode(damaged).indexOf('mdat') - 4;
    // Longer than this and the next together.
    new DataView(damaged.buffer).setUint32(size, 2 * (first!.length + second!.length));
    for (const segment of [damaged, second!, third!]) await appended(buffer, segment);
    expect(told.map(({ reason }) => reason)).to.deep.equal(['media/container-malformed']);
    const missing = new RecordingSink();
    const undamaged = opened(missing).addSourceBuffer('video/mp4');
    for (const segment of [video.init, second!, third!]) await appended(undamaged, segment);
    expect(sink.held.video.map(({ time }) => time)).to.deep.equal(missing.held.video.map(({ time }) => time));
    expect(sink.held.video.length).to.be.above(0);
  });
});

describe('a media source whose bytes go to a worker', () => {
  it('waits with what does not fit, refuses more, and says when there is room again', async () => {
    const cut = await recording('bframes');
    const deck = new RecordingDeck(6500);
    const { port1, port2 } = new MessageChannel();
    const closing = new AbortController();
    const environment = browserMediaEnvironment;
    serveBytes({ deck, port: port2, environment, log: silentLogger, abort: closing.signal });
    const source = new RemoteMediaSource({
      port: port1,
      supports: () => true,
      describe: () => ({ rendition: 'dash', eventOffsetMs: 5e11 }),
      fail: () => {},
      refuse: () => {},
    });
    source.open();
    const buffer = source.addSourceBuffer('video/mp4');
    await appended(buffer, cut.init);
    for (const segment of cut.segments.slice(0, 3)) await appended(buffer, segment);
    expect(deck.sink.held.video.length).to.equal(30);
    expect(() => buffer.appendBuffer(cut.segments[3]!))
      .to.throw(DOMException)
      .with.property('name', 'QuotaExceededError');
    buffer.remove(0, 0.9);
    await new Promise((resolve) => buffer.addEventListener('updateend', resolve, { once: true }));
    expect(buffer.buffered.end(buffer.buffered.length - 1)).to.be.closeTo(1.5, 0.001);
    expect(source.buffered.end(source.buffered.length - 1)).to.be.closeTo(1.5, 0.001);
    for (const { time, eventTime: captured, rendition } of deck.sink.held.video) {
      expect(captured).to.be.closeTo(5e11 + time, 0.01);
      expect(rendition).to.equal('dash');
    }
    source.close();
    closing.abort(new DOMException('over', 'AbortError'));
  });
});

describe('a deck as a media element', () => {
  it('tells of seeks, its own and others, also of one during another', async () => {
    const environment = fakeEnvironment();
    const deck = new RecordingDeck();
    const media = new CodecMedia(deck, environment);
    const events: string[] = [];
    for (const type of ['seeking', 'seeked']) media.addEventListener(type, () => events.push(type));
    media.currentTime = 5;
    expect(events).to.deep.equal(['seeking']);
    expect(media.seeking).to.be.true;
    void deck.seek(7000);
    await environment.advance(250);
    expect(events).to.deep.equal(['seeking', 'seeking']);
    deck.seeking.value = false;
    expect(events).to.deep.equal(['seeking', 'seeking', 'seeked']);
    void deck.seek(8000);
    expect(events.at(-1)).to.equal('seeking');
    media.close();
    expect(environment.pendingTimers).to.equal(0);
  });

  it('tells of playing, waiting and time four times a second', async () => {
    const environment = fakeEnvironment();
    const deck = new RecordingDeck();
    const media = new CodecMedia(deck, environment);
    const events: string[] = [];
    for (const type of [
      'play',
      'playing',
      'pause',
      'waiting',
      'timeupdate',
      'loadedmetadata',
      'canplay',
      'ended',
    ])
      media.addEventListener(type, () => events.push(type));
    deck.readyState.value = 4;
    await media.play();
    await environment.advance(1000);
    deck.starving.value = true;
    deck.starving.value = false;
    media.pause();
    await environment.advance(1000);
    deck.ended.value = true;
    expect(events).to.deep.equal([
      'loadedmetadata',
      'canplay',
      'play',
      'playing',
      'timeupdate',
      'timeupdate',
      'timeupdate',
      'timeupdate',
      'waiting',
      'playing',
      'pause',
      'ended',
    ]);
    media.close();
  });
});
