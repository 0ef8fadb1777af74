/** DASH through our own decoders, on the real engine and a real edge: each picture is told by its own pixels. */
import { expect } from '@open-wc/testing';
import { browserEnvironment, eventTime, silentLogger, when } from '../../../../src/base/index.js';
import { SampleMemory, serveBytes } from '../../../../src/media/index.js';
import { dashTransport } from '../../../../src/transports/dash/index.js';
import { faultyDecoders } from '../../../fixtures/faulty-decoder.js';
import { startEdge } from '../../../fixtures/edge.js';
import type { TestEdge } from '../../../fixtures/edge.js';
import { needs } from '../../../fixtures/needs.js';
import { frameMs } from '../../../fixtures/player.js';
import { rejection } from '../../../fixtures/rejection.js';
import type { StrictPageReport } from '../../../fixtures/strict-page.js';
import { pageHost } from '../hls/page-host.js';
import { contextOf, failureOf, viewDecoded } from './viewer.js';
import type { Viewing, ViewingOptions } from './viewer.js';

describe('DASH through our own decoders', () => {
  let edge: TestEdge;
  let manifest: string;
  const opened: Viewing[] = [];

  const view = async (url = manifest, options?: ViewingOptions) => {
    const viewing = await viewDecoded(url, options);
    opened.push(viewing);
    await viewing.deck.play();
    return viewing;
  };

  before(async function () {
    // The test server bundles the engine when it is first asked for.
    this.timeout(120_000);
    await needs(this, 'H.264 in WebCodecs');
    await import('../../../../src/transports/dash/engine.js');
    edge = await startEdge();
    manifest = `${edge.url}/dash/main/manifest.mpd`;
  });
  afterEach(async () => {
    const closed = opened.splice(0);
    for (const viewing of closed) await viewing.close();
    // By the time the edge has answered, the decks have heard that they are closed.
    await edge?.mend();
    for (const { host } of closed) for (const deck of host.decks) expect(deck.stats().framesHeld).to.equal(0);
  });

  it('shows every picture with the event time that its pixels say', async () => {
    const { feed, deck, until } = await view();
    const first = await until(() => true);
    expect(Date.now() - first.eventTime, 'ms behind live').to.be.within(1000, 5000);
    for (let count = 0; count < 60; count += 1) {
      const { error, camera } = await until(() => true);
      expect(Math.abs(error), 'ms between pixels and event time').to.be.below(2);
      expect(camera).to.equal(24);
    }
    expect(feed.decode).to.equal('webcodecs');
    expect(feed.state.agreed.value).to.match(/^http-streaming \d+\.\d+\.\d+, prft time, decoded in page$/);
    expect(feed.state.live.value).to.equal(true);
    expect(feed.state.health.value).to.equal('flowing');
    expect(feed.state.targetLatencyMs.value).to.equal(2000);
    expect(feed.timeline.accuracy.value).to.deep.equal({ errorMs: 1, grade: 'server' });
    const frame = await when(deck.frame, (one) => one !== undefined, AbortSignal.timeout(5000));
    const timing = { mediaTime: frame!.time / 1000, expectedDisplayTime: 0 };
    expect(feed.timeline.eventTimeOf(timing)).to.be.closeTo(frame!.eventTime!, 1);
    expect(feed.timeline.mediaTimeOf(frame!.eventTime!)! * 1000).to.be.closeTo(frame!.time, 1);
    const latency = Date.now() - frame!.eventTime!;
    expect(feed.behindTargetMs!()! + 2000).to.be.closeTo(latency, 400);
    const { bytes, framesDecoded, stages } = await feed.stats();
    expect(bytes).to.be.above(50_000);
    expect(framesDecoded).to.be.above(60);
    expect(stages).to.include.keys('manifest', 'attached', 'first-segment', 'first-picture');
  });

  it('seeks to the very picture of an event time, back and to the live edge', async () => {
    const { feed, until } = await view();
    await until(() => true);
    const range = feed.state.seekable.value;
    expect((range?.to ?? 0) - (range?.from ?? 0)).to.be.within(50_000, 62_000);
    const wanted = eventTime(Date.now() - 30_000);
    const sought = feed.seek(wanted);
    const there = await until((picture) => picture.eventTime < Date.now() - 20_000);
    expect(wanted - there.eventTime).to.be.within(-1, frameMs + 1);
    expect(Math.abs(there.error)).to.be.below(2);
    await sought;
    await feed.seekToLive();
    expect(Math.abs((await until(({ eventTime: at }) => at > Date.now() - 5000)).error)).to.be.below(2);
  });

  it('changes quality without a break and without losing the time', async () => {
    const { feed, until } = await view();
    await until(() => true);
    expect(feed.state.renditions.value.map(({ id, width }) => [id, width])).to.deep.equal([
      ['high', 640],
      ['low', 320],
    ]);
    for (const [id, width] of [
      ['low', 320],
      ['high', 640],
    ] as const) {
      feed.select(id);
      expect(feed.state.selected.value).to.equal(id);
      const changed = await until((picture) => picture.width === width);
      expect(changed.rendition).to.equal(id);
      await when(feed.state.rendition, (shown) => shown === id, AbortSignal.timeout(5000));
      expect(Math.abs(changed.error)).to.be.below(2);
    }
    feed.select('no such thing');
    expect(feed.state.selected.value).to.equal('auto');
  });

  it('resumes where another transport left off', async () => {
    const seen = eventTime(Date.now() - 20_000);
    const { until } = await view(manifest, { wishes: { startAt: seen } });
    const back = await until(() => true);
    expect(back.eventTime - seen).to.be.within(-frameMs, 1500);
  });

  it('keeps a minute to go back to, as the windows of a deck do', async () => {
    const { feed, deck, until } = await view(manifest, {
      wishes: { startAt: eventTime(Date.now() - 50_000) },
    });
    const first = await until(() => true);
    deck.playbackRate = 4;
    const far = await until(({ eventTime: at }) => at > first.eventTime + 36_000);
    expect(Math.abs(far.error)).to.be.below(2);
    const behind = feed.timeline.mediaTimeOf(eventTime(first.eventTime + 1000))! * 1000;
    expect(deck.view.value.buffered.some(({ from, to }) => from <= behind && behind < to)).to.equal(true);
  });

  it('plays a recording from where the viewer was, to its end', async () => {
    const recording = await recordingOf(edge, manifest, 6);
    const { feed, deck, until } = await view(recording.url, {
      wishes: {
        startAt: eventTime(recording.startMs + 3000),
        environment: {
          ...browserEnvironment,
          fetch: (asked, init) =>
            asked === recording.url ? Promise.resolve(new Response(recording.text)) : fetch(asked, init),
        },
      },
    });
    const ended = new Promise((resolve) => deck.addEventListener('ended', resolve, { once: true }));
    const shown = await until(() => true);
    expect(shown.eventTime - recording.startMs - 3000).to.be.within(-frameMs, 1500);
    expect(feed.state.live.value).to.equal(false);
    const range = feed.state.seekable.value;
    expect((range?.to ?? 0) - (range?.from ?? 0)).to.be.closeTo(6000, 100);
    await ended;
    expect(feed.state.health.value).to.equal('ended');
    expect(feed.state.failure.value).to.equal(undefined);
  });

  it('plays plain HLS too', async () => {
    const { feed, until } = await view(`${edge.url}/hls/main/index.m3u8`, { type: 'hls' });
    for (let count = 0; count < 20; count += 1)
      expect(Math.abs((await until(() => true)).error)).to.be.below(2);
    expect(feed.type).to.equal('hls');
  });

  it("goes on beside DASH in the browser's own MediaSource, each with its own", async () => {
    const inElement = await dashTransport.connect(
      { type: 'dash', url: manifest },
      'mse',
      contextOf(pageHost({}), []),
    );
    const video = document.createElement('video');
    video.muted = true;
    document.body.append(video);
    try {
      const decoded = await view();
      if (inElement.delivery.kind !== 'element') throw new Error('MediaSource plays in an element');
      await inElement.delivery.attach(video);
      await video.play();
      for (let count = 0; count < 10; count += 1) {
        await new Promise<void>((resolve) => video.requestVideoFrameCallback(() => resolve()));
        expect(Math.abs((await decoded.until(() => true)).error)).to.be.below(2);
      }
      const another = await view();
      await another.until(() => true);
      expect(video.src).to.match(/^blob:/);
      expect(video.error).to.equal(null);
    } finally {
      await inElement.close();
      video.remove();
    }
  });

  it('runs under the strictest policy the player promises', async () => {
    const frame = document.createElement('iframe');
    frame.src = `/test/fixtures/strict-page.html?decode=webcodecs&manifest=${encodeURIComponent(manifest)}`;
    const report = new Promise<StrictPageReport>((resolve) => {
      window.addEventListener('message', ({ data }) => resolve(data), { once: true });
    });
    document.body.append(frame);
    expect(await report).to.deep.equal({ pictures: 20, violations: [], failure: undefined });
    frame.remove();
  });

  it('leaves nothing behind when it closes', async () => {
    const uncaught: unknown[] = [];
    const watching = new AbortController();
    window.addEventListener('unhandledrejection', ({ reason }) => uncaught.push(reason), {
      signal: watching.signal,
    });
    const running = new Set<Worker>();
    const RealWorker = window.Worker;
    window.Worker = class extends RealWorker {
      constructor(url: string | URL) {
        super(url);
        running.add(this);
      }
      override terminate(): void {
        running.delete(this);
        super.terminate();
      }
    };
    try {
      for (let cycle = 0; cycle < 3; cycle += 1) {
        const { feed, requests, until } = await view();
        await until(() => true);
        expect(running.size).to.be.within(1, 2);
        await feed.close();
        await feed.close();
        expect(running.size, 'workers left').to.equal(0);
        requests.length = 0;
      }
      await new Promise((resolve) => setTimeout(resolve, 2500));
    } finally {
      window.Worker = RealWorker;
      watching.abort();
    }
    expect(uncaught).to.deep.equal([]);
    expect(opened.flatMap(({ requests }) => requests)).to.deep.equal([]);
  });

  it('can be closed while it is still opening', async () => {
    const abort = new AbortController();
    const host = pageHost({ bytes: async () => serveBytes });
    const connecting = rejection(
      dashTransport.connect(
        { type: 'dash', url: manifest },
        'webcodecs',
        contextOf(host, [], { signal: abort.signal }),
      ),
    );
    abort.abort(new DOMException('changed my mind', 'AbortError'));
    expect(await connecting).to.include({ name: 'AbortError' });
    expect(host.decks).to.deep.equal([]);
  });

  it('leaves a manifest that turns out protected to MediaSource, by name', async () => {
    const live = await (await fetch(manifest)).text();
    const scheme = '<ContentProtection schemeIdUri="urn:mpeg:dash:mp4protection:2011" value="cenc"/>';
    const widevine = '<ContentProtection schemeIdUri="urn:uuid:edef8ba9-79d6-4ace-a3c8-27dcd51d21ed"/>';
    const locked = live.replace(/<AdaptationSet[^>]*>/g, (tag) => `${tag}${scheme}${widevine}`);
    const connecting = view(manifest, {
      wishes: {
        environment: { ...browserEnvironment, fetch: async () => new Response(locked) },
      },
    });
    const error = await rejection(connecting);
    expect(error).to.include({ reason: 'media/encrypted' });
  });
});

describe('DASH through our own decoders, when things break', () => {
  let edge: TestEdge;
  let viewing: Viewing | undefined;
  const isPlaying = () => (viewing?.deck.frame.peek()?.presented ?? 0) > 0;
  const brokenChunk = ({ type }: EncodedVideoChunk) => type === 'delta';

  before(async function () {
    this.timeout(120_000);
    await needs(this, 'H.264 in WebCodecs');
    await import('../../../../src/transports/dash/engine.js');
    edge = await startEdge();
  });
  afterEach(async () => {
    await viewing?.close();
    viewing = undefined;
    await edge?.mend();
  });

  const view = async (options?: ViewingOptions) => {
    viewing = await viewDecoded(`${edge.url}/dash/main/manifest.mpd`, options);
    await viewing.deck.play();
    return viewing;
  };

  for (const [fault, reason, limitMs] of [
    ['notfound', 'dash/not-found', 5000],
    ['hang', 'dash/network', 8000],
    ['truncate', 'dash/network', 8000],
  ] as const) {
    it(`says within seconds that it cannot go on: ${fault}`, async () => {
      const { feed, until } = await view();
      await until(() => true);
      const brokenAt = performance.now();
      await edge.fault(fault, 'dash');
      expect((await failureOf(feed)).reason).to.equal(reason);
      expect(performance.now() - brokenAt).to.be.below(limitMs);
    });
  }

  it('leaves a rendition that does not decode for the other', async () => {
    const damaged: string[] = [];
    const { feed, until } = await view({
      environment: faultyDecoders(() => ({
        breaksAt: (chunk) => brokenChunk(chunk) && viewing?.deck.frame.peek()?.rendition === 'high',
      })),
      wishes: { log: { ...silentLogger, warn: (_message, detail) => damaged.push(String(detail)) } },
    });
    await until(({ rendition }) => rendition === 'high');
    const other = await until(({ rendition }) => rendition === 'low');
    expect(Math.abs(other.error)).to.be.below(2);
    expect(damaged).to.include('high');
    const later = await until(({ eventTime: at }) => at > other.eventTime + 1500);
    expect(later.rendition).to.equal('low');
    expect(feed.state.failure.value).to.equal(undefined);
  });

  for (const [how, damage] of [
    ['claims too many samples', tooManySamples],
    ['has boxes that do not fit', oversizedBox],
  ] as const) {
    it(`gets a segment that ${how} from the other rendition`, async () => {
      let broken = '';
      const { feed, until } = await view({
        wishes: {
          environment: {
            ...browserEnvironment,
            fetch: async (url, init) => {
              const answer = await fetch(url, init);
              // Not the first: a stream has to play before it can go on. Then again, for whoever asks for it again.
              const isIt = broken === '' ? isPlaying() && /high.*\.m4s/.test(url) : url === broken;
              if (!isIt) return answer;
              broken = url;
              return new Response(damage(await answer.arrayBuffer()), answer);
            },
          },
        },
      });
      const first = await until(() => true);
      const other = await until(({ rendition }) => rendition === 'low');
      expect(broken).to.match(/high/);
      expect(Math.abs(other.error)).to.be.below(2);
      await until(({ eventTime: at }) => at > first.eventTime + 4000);
      expect(feed.state.failure.value).to.equal(undefined);
    });

    it(`gives up, by name, when every segment ${how}`, async () => {
      const { feed, until } = await view({
        wishes: {
          environment: {
            ...browserEnvironment,
            fetch: async (url, init) => {
              const answer = await fetch(url, init);
              return isPlaying() && /\.m4s/.test(url)
                ? new Response(damage(await answer.arrayBuffer()), answer)
                : answer;
            },
          },
        },
      });
      await until(() => true);
      expect((await failureOf(feed)).reason).to.be.oneOf(['dash/decode', 'dash/malformed']);
    });
  }

  it('plays on when the windows are full, and loads what it had to put off', async () => {
    const bytes = 1_000_000;
    const { feed, deck, until } = await view({
      budget: { memory: new SampleMemory(bytes) },
      wishes: { startAt: eventTime(Date.now() - 45_000) },
    });
    const first = await until(() => true);
    deck.playbackRate = 2;
    const later = await until(({ eventTime: at }) => at > first.eventTime + 24_000);
    expect(Math.abs(later.error)).to.be.below(2);
    expect(viewing?.host.decks[0]?.stats().bufferedBytes).to.be.at.most(bytes);
    expect(feed.state.failure.value).to.equal(undefined);
  });

  it('plays on when every third segment has bytes flipped', async () => {
    let segments = 0;
    const { feed, until } = await view({
      wishes: {
        environment: {
          ...browserEnvironment,
          fetch: async (url, init) => {
            const answer = await fetch(url, init);
            if (!isPlaying() || !/\.m4s/.test(url) || ++segments % 3 > 0) return answer;
            return new Response(flipped(await answer.arrayBuffer()), answer);
          },
        },
      },
    });
    const first = await until(() => true);
    const later = await until(({ eventTime: at }) => at > first.eventTime + 8000);
    expect(Math.abs(later.error)).to.be.below(2);
    expect(segments).to.be.above(6);
    expect(feed.state.failure.value).to.equal(undefined);
  });
});

function placeOf(type: string, bytes: Uint8Array): number {
  const at = new TextDecoder('latin1').decode(bytes).indexOf(type);
  if (at < 4) throw new Error(`the segment has no ${type}`);
  return at;
}

function tooManySamples(segment: ArrayBuffer): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(segment);
  // The count of samples (ISO/IEC 14496-12, 8.8.8.2).
  bytes.set([0x7f, 0xff, 0xff, 0xff], placeOf('trun', bytes) + 8);
  return bytes;
}

function oversizedBox(segment: ArrayBuffer): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(segment);
  bytes.set([0x00, 0xff, 0xff, 0xff], placeOf('traf', bytes) - 4);
  return bytes;
}

/** A hundredth of the bytes is wrong, from the middle of the first boxes on. */
function flipped(segment: ArrayBuffer): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(segment);
  for (let at = 256; at < bytes.length; at += 97) bytes.set([~(bytes[at] ?? 0)], at);
  return bytes;
}

/** The last seconds of the live stream as a recording. */
async function recordingOf(edge: TestEdge, manifest: string, seconds: number) {
  const live = await (await fetch(manifest)).text();
  const startMs = Date.parse(/availabilityStartTime="([^"]+)"/.exec(live)?.[1] ?? '');
  const first = Math.floor((Date.now() - startMs) / 1000) - 20;
  const text = live
    .replace('type="dynamic"', `type="static" mediaPresentationDuration="PT${first + seconds}S"`)
    .replace(/minimumUpdatePeriod="[^"]*"/, '')
    .replace(/<Period [^>]*>/, `<Period id="recording" start="PT${first}S" duration="PT${seconds}S">`)
    .replace(/<UTCTiming[^>]*>/g, '')
    .replace(
      /timescale="(\d+)" duration="(\d+)" startNumber="0"/g,
      (_, timescale: string, duration: string) =>
        `timescale="${timescale}" duration="${duration}" startNumber="${first}" presentationTimeOffset="${first * Number(timescale)}"`,
    );
  return { url: `${edge.url}/dash/main/recording.mpd`, text, startMs: startMs + first * 1000 };
}
