import { expect } from '@open-wc/testing';
import { align, seamBetween } from '../../../src/session/hand-over.js';
import { Screening } from '../../../src/session/screening.js';
import { StallWatch } from '../../../src/session/stall-watch.js';
import type { Option } from '../../../src/session/negotiate.js';
import { eventTime } from '../../../src/base/index.js';
import type { DecodePath, Feed } from '../../../src/transports/index.js';
import { fakeEnvironment, seededRandom, settle } from '../../fixtures/fake-environment.js';
import type { FakeEnvironment } from '../../fixtures/fake-environment.js';
import { FakeFeed, FakeTransport } from '../../fixtures/fake-transport.js';
import { FakeVideo } from '../../fixtures/fake-video.js';
import { rejection } from '../../fixtures/rejection.js';

const frameMs = 1000 / 30;
const epoch = Date.UTC(2026, 1, 6, 12);

const stageOf = (video: FakeVideo) => ({
  videos: [video.element, video.element] as const,
  canvas: () => document.createElement('canvas'),
});

/** A screening whose frames the test paints: media time 0 is the epoch, unless it is `offsetMs` off. */
function staged(environment: FakeEnvironment, decode: DecodePath = 'webrtc', offsetMs = 0) {
  const video = new FakeVideo();
  const feed: Feed = Object.assign(new FakeFeed('whep', decode), {
    timeline: {
      ...new FakeFeed('whep', decode).timeline,
      eventTimeOf: ({ mediaTime }: { mediaTime: number }) => eventTime(epoch + offsetMs + mediaTime * 1000),
      mediaTimeOf: (time: number) => (time - epoch - offsetMs) / 1000,
    },
    ...(decode === 'mse' ? { delivery: { kind: 'element' as const, attach: () => Promise.resolve() } } : {}),
  });
  const option = {
    key: 'a',
    host: 'a',
    source: { type: 'whep', url: 'https://a.example/whep?token=secret' },
    transport: new FakeTransport(),
  } as unknown as Option;
  const screening = new Screening(option, feed, stageOf(video), 0, environment);
  return { screening, video, feed: feed as FakeFeed };
}

const { signal } = new AbortController();

describe('Screening', () => {
  it('reports every frame with its event time, and measures their distance', () => {
    const { screening, video } = staged(fakeEnvironment());
    expect(screening.frame.value).to.equal(undefined);
    expect(screening.frameMs).to.be.closeTo(frameMs, 0.01);
    for (let index = 0; index < 200; index += 1) video.paint(index / 50);
    expect(screening.framesRendered).to.equal(200);
    expect(screening.frame.value).to.deep.equal({
      eventTime: epoch + 199 * 20,
      mediaTime: 199 / 50,
      displayedAt: (199 / 50) * 1000,
    });
    expect(screening.frameMs).to.be.closeTo(20, 0.1);
  });

  it('does not take a pause for a frame rate', () => {
    const { screening, video } = staged(fakeEnvironment());
    for (const time of [0, 5, 10, 15]) video.paint(time);
    expect(screening.frameMs).to.be.closeTo(frameMs, 0.01);
  });

  it('gives its first frame, or the failure that came before it', async () => {
    const good = staged(fakeEnvironment());
    const first = good.screening.firstFrame(signal);
    good.video.paint(1);
    expect((await first).mediaTime).to.equal(1);
    const bad = staged(fakeEnvironment());
    const never = rejection(bad.screening.firstFrame(signal));
    bad.feed.fail('whep/connection-lost');
    expect(await never).to.include({ reason: 'whep/connection-lost' });
  });

  it('says that the browser wants a gesture, until it has one', async () => {
    const { screening, video } = staged(fakeEnvironment());
    video.refusal = new DOMException('', 'NotAllowedError');
    await screening.play();
    expect(screening.blocked.value).to.equal(true);
    video.refusal = undefined;
    await screening.play();
    expect(screening.blocked.value).to.equal(false);
    video.refusal = new DOMException('', 'NotSupportedError');
    expect(await rejection(screening.play())).to.equal(video.refusal);
    video.refusal = new DOMException('', 'AbortError');
    await screening.play();
    expect(screening.blocked.value).to.equal(false);
  });

  it('gives the video back clean, closes its feed once and hears no more frames', async () => {
    const { screening, video, feed } = staged(fakeEnvironment());
    await screening.attach();
    expect(video.srcObject).to.be.instanceOf(MediaStream);
    const waiting = rejection<DOMException>(screening.firstFrame(signal));
    await Promise.all([screening.close(), screening.close()]);
    expect((await waiting).name).to.equal('AbortError');
    expect([video.srcObject, video.paused, feed.closed]).to.deep.equal([null, true, 1]);
    video.paint(1);
    expect(screening.frame.value).to.equal(undefined);
    expect(video.listening).to.equal(false);
  });
});

describe('seamBetween', () => {
  const seam = (first: number, rate = frameMs) =>
    seamBetween(eventTime(epoch), eventTime(epoch + first), rate);

  it('sees nothing where the next frame follows, half a frame early or late', () => {
    for (const late of [-0.49, 0, 0.49])
      expect(seam(frameMs * (1 + late))).to.deep.equal({
        gapMs: 0,
        repeatedMs: 0,
        gapFrames: 0,
        repeatedFrames: 0,
      });
  });

  it('counts what was missed and what was seen twice', () => {
    expect(seam(40 * 4, 40)).to.deep.equal({ gapMs: 120, repeatedMs: 0, gapFrames: 3, repeatedFrames: 0 });
    expect(seam(-80, 40)).to.deep.equal({ gapMs: 0, repeatedMs: 120, gapFrames: 0, repeatedFrames: 3 });
    expect(seam(0, 40)).to.include({ repeatedMs: 40, repeatedFrames: 1 });
  });

  it('claims nothing where a time is unknown', () => {
    expect(seamBetween(undefined, eventTime(epoch), 40)).to.include({ gapMs: 0, repeatedMs: 0 });
    expect(seamBetween(eventTime(epoch), undefined, 40)).to.include({ gapMs: 0, repeatedMs: 0 });
  });

  it('is never both, and adds up', () => {
    const random = seededRandom(9);
    for (let round = 0; round < 500; round += 1) {
      const rate = 5 + random() * 95;
      const first = (random() - 0.5) * 5000;
      const { gapMs, repeatedMs, gapFrames, repeatedFrames } = seam(first, rate);
      expect(Math.min(gapMs, repeatedMs)).to.equal(0);
      expect(Math.abs(first - rate - gapMs + repeatedMs)).to.be.at.most(rate / 2);
      expect(Math.abs((gapFrames - repeatedFrames) * rate - gapMs + repeatedMs)).to.be.at.most(
        rate / 2 + 1e-9,
      );
    }
  });
});

describe('align', () => {
  /** Runs align and tells when it is done. */
  function aligning(hand: Omit<Parameters<typeof align>[0], 'abort'>, abort = signal) {
    const view = { done: false, error: undefined as unknown };
    const promise = align({ ...hand, abort }).then(
      () => (view.done = true),
      (error: unknown) => (view.error = error),
    );
    return { view, promise };
  }

  it('cuts at once where the incoming picture is at the same instant', async () => {
    const environment = fakeEnvironment();
    const [out, into] = [staged(environment), staged(environment)];
    out.video.paint(1);
    into.video.paint(1 + frameMs / 1000);
    const { promise, view } = aligning({
      incoming: into.screening,
      outgoing: out.screening,
      last: undefined,
      environment,
    });
    await promise;
    expect(view.done).to.equal(true);
    expect(environment.pendingTimers).to.equal(0);
  });

  it('waits for an incoming picture that is behind', async () => {
    const environment = fakeEnvironment();
    const [out, into] = [staged(environment), staged(environment)];
    out.video.paint(1);
    into.video.paint(0.5);
    const { view, promise } = aligning({
      incoming: into.screening,
      outgoing: out.screening,
      last: undefined,
      environment,
    });
    await settle();
    into.video.paint(0.9);
    await settle();
    expect(view.done).to.equal(false);
    into.video.paint(0.99);
    await promise;
    expect(view.done).to.equal(true);
  });

  it('holds an incoming picture that is ahead until the outgoing one catches up', async () => {
    const environment = fakeEnvironment();
    const [out, into] = [staged(environment), staged(environment, 'mse')];
    out.video.paint(1);
    into.video.paint(1.3);
    const { view, promise } = aligning({
      incoming: into.screening,
      outgoing: out.screening,
      last: undefined,
      environment,
    });
    await settle();
    expect(into.video.paused).to.equal(true);
    out.video.paint(1.2);
    await settle();
    expect(view.done).to.equal(false);
    out.video.paint(1.28);
    await promise;
    expect(view.done).to.equal(true);
  });

  it('does not wait with a WebRTC picture that is ahead: it cannot be held', async () => {
    const environment = fakeEnvironment();
    const [out, into] = [staged(environment), staged(environment)];
    out.video.paint(1);
    into.video.paint(1.5);
    const { promise, view } = aligning({
      incoming: into.screening,
      outgoing: out.screening,
      last: undefined,
      environment,
    });
    await promise;
    expect(view.done).to.equal(true);
    expect(into.video.paused).to.equal(true);
  });

  it('seeks a media element that is behind to a little past the outgoing picture, once', async () => {
    const environment = fakeEnvironment();
    const [out, into] = [staged(environment), staged(environment, 'mse')];
    out.video.paint(10);
    into.video.paint(4);
    const { promise } = aligning({
      incoming: into.screening,
      outgoing: out.screening,
      last: undefined,
      environment,
    });
    await settle();
    into.video.paint(5);
    await settle();
    expect(into.video.sought).to.have.length(1);
    expect(into.video.sought[0]).to.be.within(10.1, 10.5);
    into.video.paint(10);
    await promise;
  });

  it('compares with the last frame where the outgoing picture is gone', async () => {
    const environment = fakeEnvironment();
    const into = staged(environment);
    const last = { eventTime: eventTime(epoch + 1000), mediaTime: 1, displayedAt: 0 };
    into.video.paint(0.2);
    const { view, promise } = aligning({ incoming: into.screening, outgoing: undefined, last, environment });
    await settle();
    expect(view.done).to.equal(false);
    into.video.paint(1.1);
    await promise;
    expect(view.done).to.equal(true);
  });

  it('loses patience after a second and shows what there is', async () => {
    const environment = fakeEnvironment();
    const into = staged(environment);
    const last = { eventTime: eventTime(epoch + 60_000), mediaTime: 60, displayedAt: 0 };
    into.video.paint(0);
    const { view } = aligning({ incoming: into.screening, outgoing: undefined, last, environment });
    await environment.advance(999);
    expect(view.done).to.equal(false);
    await environment.advance(1);
    expect(view.done).to.equal(true);
  });

  it('rejects when it is called off', async () => {
    const environment = fakeEnvironment();
    const into = staged(environment);
    const abort = new AbortController();
    const last = { eventTime: eventTime(epoch + 60_000), mediaTime: 60, displayedAt: 0 };
    into.video.paint(0);
    const { view, promise } = aligning(
      { incoming: into.screening, outgoing: undefined, last, environment },
      abort.signal,
    );
    abort.abort();
    await promise;
    expect(view.error).to.include({ name: 'AbortError' });
    expect(environment.pendingTimers).to.equal(0);
  });

  it('does not wait where no event time is known', async () => {
    const environment = fakeEnvironment();
    const into = staged(environment);
    into.video.paint(0);
    const { view, promise } = aligning({
      incoming: into.screening,
      outgoing: undefined,
      last: undefined,
      environment,
    });
    await promise;
    expect(view.done).to.equal(true);
  });
});

describe('StallWatch', () => {
  function watching(decode: DecodePath = 'webrtc') {
    const environment = fakeEnvironment();
    const abort = new AbortController();
    const { screening, video, feed } = staged(environment, decode);
    const wish = { play: true };
    const stall = new StallWatch(screening, () => wish.play, environment, abort.signal);
    let media = 0;
    return {
      environment,
      abort,
      feed,
      stall,
      wish,
      /** Time in which frames come every 100 ms. */
      async plays(milliseconds: number) {
        for (let passed = 0; passed < milliseconds; passed += 100) {
          media += 0.1;
          video.paint(media);
          await environment.advance(100);
        }
      },
    };
  }

  it('is content while frames come', async () => {
    const { stall, plays } = watching();
    await plays(3000);
    expect(stall.stalled.value).to.equal(false);
    expect(stall.counters).to.deep.equal({ stalls: 0, stallMs: 0 });
  });

  it('calls 400 ms without a frame a stall, and counts it until the next frame', async () => {
    const { environment, stall, plays } = watching('mse');
    await plays(500);
    await environment.advance(300);
    expect(stall.stalled.value).to.equal(false);
    await environment.advance(200);
    expect(stall.stalled.value).to.equal(true);
    await environment.advance(1000);
    await plays(200);
    expect(stall.stalled.value).to.equal(false);
    expect(stall.counters.stalls).to.equal(1);
    expect(stall.counters.stallMs).to.be.within(1000, 1500);
    expect(stall.broken.value).to.equal(undefined);
    await environment.advance(600);
    expect(stall.counters.stalls).to.equal(2);
  });

  for (const [decode, limit] of [
    ['webrtc', 900],
    ['mse', 4000],
    ['native', 8000],
  ] as const)
    it(`gives ${decode} up after ${limit} ms, and says where`, async () => {
      const { environment, stall, plays } = watching(decode);
      await plays(200);
      await environment.advance(limit - 200);
      expect(stall.broken.value).to.equal(undefined);
      await environment.advance(300);
      expect(stall.broken.value).to.include({
        reason: 'session/stalled',
        code: 2,
        source: 'https://a.example/whep',
      });
      const first = stall.broken.value;
      await environment.advance(5000);
      expect(stall.broken.value).to.equal(first);
    });

  it('does not mind silence while nobody wants motion, or after the end', async () => {
    const paused = watching();
    paused.wish.play = false;
    await paused.environment.advance(20_000);
    const ended = watching();
    ended.feed.health.value = 'ended';
    await ended.environment.advance(20_000);
    for (const { stall } of [paused, ended]) {
      expect(stall.broken.value).to.equal(undefined);
      expect(stall.counters).to.deep.equal({ stalls: 0, stallMs: 0 });
    }
  });

  it('does not blame the source for a page that was too busy to run', async () => {
    const { environment, stall, plays } = watching();
    await plays(300);
    // The main thread was blocked: time passed, no timer ran, and the next frame is not yet told.
    const { monotonic } = environment;
    environment.monotonic = () => monotonic() + 5000;
    await environment.advance(100);
    expect(stall.stalled.value).to.equal(false);
    expect(stall.broken.value).to.equal(undefined);
  });

  it('sets no timer after its end', async () => {
    const { environment, abort } = watching();
    await environment.advance(500);
    abort.abort();
    expect(environment.pendingTimers).to.equal(0);
    await environment.advance(500);
    expect(environment.pendingTimers).to.equal(0);
  });
});
