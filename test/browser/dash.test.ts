/** The DASH transport on the real engine and a real edge: what is on screen is checked by its pixels. */
import { expect } from '@open-wc/testing';
import { browserEnvironment, eventTime, when } from '../../src/base/index.js';
import type { EventTime, OlympicPlayerError } from '../../src/base/index.js';
import { dashTransport } from '../../src/transports/dash/index.js';
import type { Capabilities, ConnectContext, Feed, Source } from '../../src/transports/contract.js';
import { readStrip } from '../../examples/venue/strip.js';
import { capable, connectContext, notingRequests } from '../fixtures/connect-context.js';
import { startEdge } from '../fixtures/edge.js';
import type { TestEdge } from '../fixtures/edge.js';
import { frameMs, loopMs } from '../fixtures/player.js';
import type { StrictPageReport } from '../fixtures/strict-page.js';

interface Playing {
  readonly feed: Feed;
  readonly video: HTMLVideoElement;
  /** Every request made, by path. */
  readonly requests: string[];
}

interface Picture {
  /** As the timeline has it. */
  readonly eventTime: EventTime;
  /** Milliseconds between that and the frame that the pixels say this is. */
  readonly error: number;
  readonly camera: number;
  readonly width: number;
}

const opened: Playing[] = [];

/** The capabilities of a browser that decodes nothing by itself. */
const capabilities: Capabilities = { ...capable, webcodecs: false, decodes: () => false };

const contextOf = (requests: string[], wishes: Partial<ConnectContext> = {}): ConnectContext =>
  connectContext({ environment: notingRequests(requests), capabilities, ...wishes });

async function open(
  url: string,
  wishes: Partial<ConnectContext> = {},
  type: 'dash' | 'hls' = 'dash',
): Promise<Playing> {
  const requests: string[] = [];
  const feed = await dashTransport.connect({ type, url }, 'mse', contextOf(requests, wishes));
  const video = document.createElement('video');
  video.muted = true;
  video.width = 640;
  document.body.append(video);
  const playing = { feed, video, requests };
  opened.push(playing);
  if (feed.delivery.kind !== 'element') throw new Error('DASH plays in an element');
  await feed.delivery.attach(video);
  return playing;
}

async function play(url: string, wishes?: Partial<ConnectContext>, type?: 'dash' | 'hls'): Promise<Playing> {
  const playing = await open(url, wishes, type);
  await playing.video.play();
  return playing;
}

/** The next picture on screen: a VideoFrame's pixels and timestamp are of one and the same frame, whatever the page's delays. */
async function look({ feed, video }: Playing): Promise<Picture> {
  await new Promise<void>((resolve) => video.requestVideoFrameCallback(() => resolve()));
  const frame = new VideoFrame(video);
  const canvas = new OffscreenCanvas(frame.displayWidth, frame.displayHeight);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no 2d context');
  context.drawImage(frame, 0, 0);
  const mediaTime = frame.timestamp / 1e6;
  frame.close();
  const strip = readStrip(context.getImageData(0, 0, canvas.width, canvas.height));
  if (strip === undefined) throw new Error('the picture carries no readable strip');
  const time = feed.timeline.eventTimeOf({ mediaTime, expectedDisplayTime: performance.now() });
  if (time === undefined) throw new Error('the timeline does not know this picture');
  const apart = (time % loopMs) - strip.frame * frameMs;
  const error = ((apart + loopMs * 1.5) % loopMs) - loopMs / 2;
  return { eventTime: time, error, camera: strip.camera, width: canvas.width };
}

/** Looks at pictures until one passes, holding the timeline to each of them. */
async function lookUntil(playing: Playing, accept: (picture: Picture) => boolean): Promise<Picture> {
  for (;;) {
    const picture = await look(playing);
    expect(Math.abs(picture.error), 'ms between timeline and pixels').to.be.below(frameMs / 2);
    if (accept(picture)) return picture;
  }
}

function failureOf(feed: Feed): Promise<OlympicPlayerError> {
  const isFailure = (error: OlympicPlayerError | undefined): error is OlympicPlayerError =>
    error !== undefined;
  return when(feed.state.failure, isFailure, new AbortController().signal);
}

describe('DASH', () => {
  let edge: TestEdge;
  let manifest: string;

  before(async function () {
    // The test server bundles the engine when it is first asked for.
    this.timeout(90_000);
    await import('../../src/transports/dash/engine.js');
    edge = await startEdge();
    manifest = `${edge.url}/dash/main/manifest.mpd`;
  });
  afterEach(async () => {
    for (const { feed, video } of opened.splice(0)) {
      await feed.close();
      video.remove();
    }
    await edge.mend();
  });

  it('knows to a fraction of a frame when each picture was captured', async () => {
    const playing = await play(manifest);
    const { feed } = playing;
    for (let count = 0; count < 60; count += 1) {
      const { error } = await look(playing);
      expect(Math.abs(error)).to.be.below(2);
    }
    const { eventTime: shown } = await look(playing);
    expect(feed.timeline.accuracy.value).to.deep.equal({ errorMs: 1, grade: 'server' });
    expect(Date.now() - shown, 'ms behind live').to.be.within(1000, 5000);
    expect(feed.state.targetLatencyMs.value).to.equal(2000);
    expect(feed.state.agreed.value).to.match(/^http-streaming \d+\.\d+\.\d+, prft time$/);
    expect(feed.state.live.value).to.equal(true);
    expect(feed.state.health.value).to.equal('flowing');
    const mapped = feed.timeline.mediaTimeOf(shown);
    expect(feed.timeline.eventTimeOf({ mediaTime: mapped ?? NaN, expectedDisplayTime: 0 })).to.be.closeTo(
      shown,
      0.01,
    );
    const { bytes, framesDecoded, stages } = await feed.stats();
    expect(bytes).to.be.above(50_000);
    expect(framesDecoded).to.be.above(10);
    expect(stages).to.include.keys('manifest', 'attached', 'first-segment', 'first-picture');
  });

  it('seeks in event time, back and to the live edge', async () => {
    const playing = await play(manifest);
    await look(playing);
    const { feed, video } = playing;
    const range = feed.state.seekable.value;
    expect(range?.to).to.be.within(Date.now() - 5000, Date.now());
    expect((range?.to ?? 0) - (range?.from ?? 0)).to.be.within(50_000, 62_000);
    const wanted = eventTime(Date.now() - 30_000);
    await feed.seek(wanted);
    const back = await lookUntil(playing, (picture) => picture.eventTime < Date.now() - 20_000);
    expect(back.eventTime - wanted).to.be.within(-frameMs, 2000);
    await feed.seekToLive();
    await lookUntil(playing, (picture) => picture.eventTime > Date.now() - 5000);
    await feed.seek(eventTime(Date.now() - 3_600_000));
    const oldest = await lookUntil(playing, (picture) => picture.eventTime < Date.now() - 40_000);
    expect(oldest.eventTime).to.be.above(Date.now() - 66_000);
    expect(video.error).to.equal(null);
  });

  it('changes quality without a break and without losing the time', async () => {
    const playing = await play(manifest);
    const { feed } = playing;
    await look(playing);
    expect(feed.state.renditions.value.map(({ id, width }) => [id, width])).to.deep.equal([
      ['high', 640],
      ['low', 320],
    ]);
    let stalls = 0;
    playing.video.addEventListener('seeking', () => (stalls += 1));
    for (const [id, width] of [
      ['low', 320],
      ['high', 640],
    ] as const) {
      feed.select(id);
      expect(feed.state.selected.value).to.equal(id);
      await lookUntil(playing, (picture) => picture.width === width);
      await when(feed.state.rendition, (shown) => shown === id, new AbortController().signal);
    }
    feed.select('auto');
    expect(feed.state.selected.value).to.equal('auto');
    feed.select('no such thing');
    expect(feed.state.selected.value).to.equal('auto');
    expect(stalls).to.equal(0);
  });

  it('resumes where another transport left off', async () => {
    const seen = eventTime(Date.now() - 20_000);
    const back = await look(await play(manifest, { startAt: seen }));
    expect(back.eventTime - seen).to.be.within(-frameMs, 1500);

    const justNow = eventTime(Date.now() - 300);
    const near = await look(await play(manifest, { startAt: justNow }));
    expect(Date.now() - near.eventTime, 'ms behind live').to.be.below(3500);
  });

  it('shows a picture to a viewer who has not pressed play', async () => {
    const { video } = await open(manifest);
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA)
      await new Promise((resolve) => video.addEventListener('loadeddata', resolve, { once: true }));
    expect(video.paused).to.equal(true);
    expect(video.videoWidth).to.be.above(0);
  });

  it('passes every request through the seam, with fresh credentials after a refusal', async () => {
    const prepared: [purpose: string, refresh: boolean | undefined][] = [];
    const playing = await play(manifest, {
      prepareRequest: async ({ url, method = 'GET', headers = {} }, purpose, options) => {
        prepared.push([purpose, options?.refresh]);
        return { url, method, headers: { ...headers, authorization: 'Bearer t' } };
      },
    });
    await look(playing);
    expect(prepared.length).to.equal(playing.requests.length);
    expect(new Set(prepared.map(([purpose]) => purpose))).to.deep.equal(new Set(['manifest', 'segment']));
    await edge.fault('unauthorized', 'dash');
    expect((await failureOf(playing.feed)).reason).to.equal('dash/unauthorized');
    expect(prepared.at(-1)?.[1]).to.equal(true);
  });

  for (const [fault, reason, limitMs] of [
    ['refuse', 'dash/network', 5000],
    ['notfound', 'dash/not-found', 5000],
    ['unavailable', 'dash/unavailable', 5000],
    ['hang', 'dash/network', 8000],
  ] as const) {
    it(`says within seconds that it cannot go on: ${fault}`, async () => {
      const playing = await play(manifest);
      await look(playing);
      const brokenAt = performance.now();
      await edge.fault(fault, 'dash');
      const failure = await failureOf(playing.feed);
      expect(performance.now() - brokenAt).to.be.below(limitMs);
      expect(failure.reason).to.equal(reason);
      expect(failure.hint).to.not.equal('');
      const made = playing.requests.length;
      await new Promise((resolve) => setTimeout(resolve, 1200));
      expect(playing.requests.length, 'nothing is asked for after the verdict').to.equal(made);
    });
  }

  it('refuses to connect by name', async () => {
    const refused = async (url: string) => {
      const error = await dashTransport.connect({ type: 'dash', url }, 'mse', contextOf([])).then(
        () => undefined,
        (thrown: OlympicPlayerError) => thrown,
      );
      return error?.reason;
    };
    expect(await refused(`${edge.url}/dash/nowhere/manifest.mpd`)).to.equal('dash/not-found');
    expect(await refused(`${edge.url}/event.json`)).to.equal('dash/manifest-malformed');
  });

  it('leaves nothing behind when it closes, however often', async () => {
    const running = new Set<Worker>();
    const started = new Set<string>();
    const RealWorker = window.Worker;
    window.Worker = class extends RealWorker {
      constructor(url: string | URL) {
        super(url);
        running.add(this);
        started.add(String(url));
      }
      override terminate(): void {
        running.delete(this);
        super.terminate();
      }
    };
    try {
      for (let cycle = 0; cycle < 10; cycle += 1) {
        const playing = await play(manifest);
        await look(playing);
        expect(running.size).to.be.within(1, 2);
        const { feed, video, requests } = playing;
        await feed.close();
        await feed.close();
        expect(running.size, 'workers left').to.equal(0);
        expect(video.getAttribute('src')).to.equal(null);
        expect(video.isConnected, 'the element stays where its owner put it').to.equal(true);
        requests.length = 0;
      }
      await new Promise((resolve) => setTimeout(resolve, 2500));
    } finally {
      window.Worker = RealWorker;
    }
    expect(opened.flatMap(({ requests }) => requests)).to.deep.equal([]);
    for (const { video } of opened) expect(video.networkState).to.equal(HTMLMediaElement.NETWORK_EMPTY);
    expect(started.size).to.equal(1);
    for (const url of started) expect(new URL(url).protocol, 'workers are files').to.equal('http:');
  });

  it('can be closed while it is still opening', async () => {
    const abort = new AbortController();
    const connecting = dashTransport.connect({ type: 'dash', url: manifest }, 'mse', {
      ...contextOf([]),
      signal: abort.signal,
    });
    abort.abort(new DOMException('changed my mind', 'AbortError'));
    const error = await connecting.then(
      () => undefined,
      (thrown: Error) => thrown.name,
    );
    expect(error).to.equal('AbortError');

    const feed = await dashTransport.connect({ type: 'dash', url: manifest }, 'mse', contextOf([]));
    const video = document.createElement('video');
    if (feed.delivery.kind !== 'element') throw new Error('DASH plays in an element');
    const attaching = feed.delivery.attach(video).then(
      () => 'attached',
      (thrown: Error) => thrown.name,
    );
    await feed.close();
    expect(await attaching).to.equal('AbortError');
    expect(video.getAttribute('src')).to.equal(null);
  });

  it('plays a recording from where the viewer was, to its end', async () => {
    const seconds = 6;
    const live = await (await fetch(manifest)).text();
    const startMs = Date.parse(/availabilityStartTime="([^"]+)"/.exec(live)?.[1] ?? '');
    const first = Math.floor((Date.now() - startMs) / 1000) - 20;
    const recording = live
      .replace('type="dynamic"', `type="static" mediaPresentationDuration="PT${first + seconds}S"`)
      .replace(/minimumUpdatePeriod="[^"]*"/, '')
      .replace(/<Period [^>]*>/, `<Period id="recording" start="PT${first}S" duration="PT${seconds}S">`)
      .replace(/<UTCTiming[^>]*>/g, '')
      .replace(
        /timescale="(\d+)" duration="(\d+)" startNumber="0"/g,
        (_, timescale: string, duration: string) =>
          `timescale="${timescale}" duration="${duration}" startNumber="${first}" presentationTimeOffset="${first * Number(timescale)}"`,
      );
    const url = `${edge.url}/dash/main/recording.mpd`;
    const startAt = eventTime(startMs + (first + 3) * 1000);
    const playing = await play(url, {
      startAt,
      environment: {
        ...browserEnvironment,
        fetch: (asked, init) =>
          asked === url ? Promise.resolve(new Response(recording)) : fetch(asked, init),
      },
    });
    const { feed, video } = playing;
    const ended = new Promise((resolve) => video.addEventListener('ended', resolve, { once: true }));
    const shown = await lookUntil(playing, () => true);
    expect(shown.eventTime - startAt).to.be.within(-frameMs, 1500);
    expect(feed.state.live.value).to.equal(false);
    expect(feed.state.targetLatencyMs.value).to.equal(undefined);
    const range = feed.state.seekable.value;
    expect((range?.to ?? 0) - (range?.from ?? 0)).to.be.closeTo(seconds * 1000, 100);
    await ended;
    expect(feed.state.health.value).to.equal('ended');
    expect(feed.state.failure.value).to.equal(undefined);
  });

  it('runs under the strictest policy the player promises', async () => {
    const frame = document.createElement('iframe');
    frame.width = '640';
    frame.src = `/test/fixtures/strict-page.html?manifest=${encodeURIComponent(manifest)}`;
    const report = new Promise<StrictPageReport>((resolve) => {
      window.addEventListener('message', ({ data }) => resolve(data), { once: true });
    });
    document.body.append(frame);
    expect(await report).to.deep.equal({ pictures: 20, violations: [], failure: undefined });
    frame.remove();
  });

  it('plays plain HLS too', async () => {
    const playing = await play(`${edge.url}/hls/main/index.m3u8`, {}, 'hls');
    for (let count = 0; count < 20; count += 1) {
      const { error, camera } = await look(playing);
      expect(Math.abs(error)).to.be.below(2);
      expect(camera).to.equal(24);
    }
    expect(playing.feed.type).to.equal('hls');
  });
});

describe('what DASH can play', () => {
  const source = { type: 'dash', url: 'https://edge.example/live.mpd' } as const;

  const mseOf = (asked: Source, can: Capabilities) =>
    dashTransport.assess(asked, can).filter(({ decode }) => decode === 'mse');

  it('needs MediaSource, codecs of this browser, and a key system where it is protected', () => {
    expect(mseOf(source, capabilities)).to.deep.equal([{ decode: 'mse', able: true }]);
    expect(mseOf(source, { ...capabilities, mse: false })).to.deep.equal([
      { decode: 'mse', able: false, reason: 'no-media-source' },
    ]);
    const locked = { ...source, protection: [{ keySystem: 'com.widevine.alpha' }] };
    const having = (...names: string[]) => ({ ...capabilities, keySystems: new Set(names) });
    expect(mseOf(locked, having('com.widevine.alpha'))).to.deep.equal([{ decode: 'mse', able: true }]);
    expect(mseOf(locked, having('com.apple.fps'))).to.deep.equal([
      { decode: 'mse', able: false, reason: 'no-key-system' },
    ]);
    expect(mseOf({ ...source, codecs: ['nope.1'] }, capabilities)).to.deep.equal([
      { decode: 'mse', able: false, reason: 'codec-not-supported' },
    ]);
  });

  it('goes through our own decoders first, where there are any and it is clear', () => {
    const decoding: Capabilities = { ...capabilities, webcodecs: true, decodes: () => true };
    expect(dashTransport.assess(source, decoding)).to.deep.equal([
      { decode: 'webcodecs', able: true },
      { decode: 'mse', able: true },
    ]);
    const refusal = (asked: Source, can: Capabilities) => dashTransport.assess(asked, can)[0];
    const refused = (reason: string) => ({ decode: 'webcodecs', able: false, reason });
    expect(refusal(source, capabilities)).to.deep.equal(refused('no-webcodecs'));
    const protection = [{ keySystem: 'org.w3.clearkey' }];
    expect(refusal({ ...source, protection }, decoding)).to.deep.equal(refused('protected-content'));
    expect(refusal({ ...source, type: 'hls', protection }, decoding)).to.deep.equal(
      refused('protected-content'),
    );
    expect(
      refusal({ ...source, codecs: ['hvc1.1.6.L93.B0'] }, { ...decoding, decodes: () => false }),
    ).to.deep.equal(refused('codec-not-supported'));
  });
});
