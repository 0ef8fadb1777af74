/** What a broadcaster asks of a browser, one question a test: the README's support table is made from what comes of it in each engine. */
import { expect } from '@open-wc/testing';
import type { Failover } from '../../src/session/index.js';
import { startEdge } from '../fixtures/edge.js';
import type { TestEdge } from '../fixtures/edge.js';
import { needs } from '../fixtures/needs.js';
import type { Capability } from '../fixtures/needs.js';
import {
  definePlayer,
  eventOf,
  framesBetween,
  frontScreen,
  mountPlayer,
  see,
  stateOf,
} from '../fixtures/player.js';
import type { PlayerElement } from '../fixtures/player.js';

const mainCamera = 24;
const startLimitMs = 25_000;
/** Where a video's VideoFrames carry no time of their own, the one that is read may be beside the one told of. */
const slackFrames = 'metadata' in VideoFrame.prototype ? 0.5 : 1.5;
const picturesWatched = 60;
/** A start begins with a key frame, up to a second old, and catches up with the event. */
const picturesCatchingUp = 45;
/** Of two seconds: what a busy machine and the pacing of the latency may take or give, ms. */
const paceSlackMs = 500;
/** A busy machine may keep a page from repainting for some time; a page that waits for a worker stands still for ten seconds. */
const mostPauseMs = 4000;

/** Pictures come, and the event goes on with them at its own pace. */
async function expectPlaying(player: PlayerElement): Promise<void> {
  const pictures = async (count: number) => {
    const until = player.stats.framesRendered + count;
    while (player.stats.framesRendered < until) await new Promise(requestAnimationFrame);
  };
  await pictures(picturesCatchingUp);
  const { eventTime } = player;
  const began = performance.now();
  await pictures(picturesWatched);
  expect(player.eventTime - eventTime).to.be.closeTo(performance.now() - began, paceSlackMs);
}

describe('what works', () => {
  let edge: TestEdge;
  let player: PlayerElement | undefined;

  before(async () => {
    await definePlayer();
    edge = await startEdge();
  });
  afterEach(async () => {
    player?.remove();
    await edge.mend();
  });

  const ours: readonly Capability[] = ['H.264 in WebCodecs'];
  const theirs: readonly Capability[] = ['H.264 in MediaSource', 'AAC in MediaSource'];
  const ways = [
    ['WHEP', { transports: 'whep' }, 'webrtc', ['H.264 in WebRTC']],
    ['LL-HLS, decoded by the player', { transports: 'll-hls', decoder: 'webcodecs' }, 'webcodecs', ours],
    ['LL-HLS through MediaSource', { transports: 'll-hls', decoder: 'native' }, 'mse', theirs],
    ['HLS, decoded by the player', { transports: 'hls', decoder: 'webcodecs' }, 'webcodecs', ours],
    ['HLS through MediaSource', { transports: 'hls', decoder: 'native' }, 'mse', theirs],
    ['DASH, decoded by the player', { transports: 'dash', decoder: 'webcodecs' }, 'webcodecs', ours],
    ['DASH through MediaSource', { transports: 'dash', decoder: 'native' }, 'mse', theirs],
  ] as const;
  for (const [way, attributes, decode, wanted] of ways)
    it(`${way}: plays the event at its own pace`, async function () {
      await needs(this, ...wanted);
      player = mountPlayer({ src: `${edge.url}/event.json`, ...attributes });
      await stateOf(player, 'playing', startLimitMs);
      await expectPlaying(player);
      expect(player.negotiation.chosen).to.include({ type: attributes.transports, decode });
    });

  for (const [where, attributes, wanted] of [
    ['WHEP', { transports: 'whep' }, ['H.264 in WebRTC']],
    ['MediaSource', { transports: 'll-hls', decoder: 'native' }, theirs],
    [
      'our own decoding',
      { transports: 'll-hls', decoder: 'webcodecs' },
      ['H.264 in WebCodecs', 'reading a canvas while a worker draws on it'],
    ],
  ] as const)
    it(`${where}: the pixels are the camera's, at the event time that the player says`, async function () {
      await needs(this, ...wanted);
      player = mountPlayer({ src: `${edge.url}/event.json`, ...attributes });
      await stateOf(player, 'playing', startLimitMs);
      for (let look = 0; look < 5; look += 1) {
        const { camera, frame, mapped } = await see(player);
        expect(camera).to.equal(mainCamera);
        expect(Math.abs(framesBetween(frame, mapped)), `${frame}, not ${mapped}`).to.be.below(slackFrames);
      }
    });

  /** The event with one angle that comes over Media over QUIC alone, over WebTransport or not. */
  async function moqEvent(overWebTransport: boolean): Promise<object> {
    const response = await fetch(`${edge.url}/event.json`);
    const event = (await response.json()) as {
      angles: { id: string; sources: { type: string; url: string; certificateHashes?: object[] }[] }[];
    };
    const main = event.angles.find(({ id }) => id === 'main');
    const sources = main?.sources.filter(({ type }) => type === 'moq') ?? [];
    // Where QUIC had to take another port than HTTP, the last one is for WebSocket alone.
    const source = overWebTransport
      ? sources.find(({ certificateHashes }) => certificateHashes)
      : sources.at(-1);
    if (source === undefined) throw new Error('the edge describes no MoQ source');
    const { certificateHashes, ...rest } = source;
    const hashes = overWebTransport && certificateHashes !== undefined ? { certificateHashes } : {};
    const url = new URL(source.url, `${edge.url}/event.json`).href;
    return {
      version: '1.0',
      id: 'moq-alone',
      isLive: true,
      clock: { url: `${edge.url}/time` },
      angles: [{ id: 'main', label: { en: 'Main' }, sources: [{ ...rest, ...hashes, url }] }],
    };
  }

  for (const [way, overWebTransport, wanted] of [
    ['WebTransport', true, ['H.264 in WebCodecs', 'WebTransport with certificate hashes']],
    ['WebSocket', false, ['H.264 in WebCodecs']],
  ] as const)
    it(`MoQ over ${way}: plays the event at its own pace`, async function () {
      await needs(this, ...wanted);
      const descriptor = await moqEvent(overWebTransport);
      player = mountPlayer({});
      player.descriptor = descriptor;
      await stateOf(player, 'playing', startLimitMs);
      await expectPlaying(player);
      const { chosen } = player.negotiation;
      expect(chosen).to.include({ type: 'moq', decode: 'webcodecs' });
      expect(/websocket/.test(chosen?.agreed ?? '')).to.equal(!overWebTransport);
    });

  it('the last picture stays on screen while our own decoding recovers, and the page is not kept waiting', async function () {
    await needs(this, 'H.264 in WebCodecs', 'H.264 in MediaSource');
    player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'll-hls dash', decoder: 'webcodecs' });
    await stateOf(player, 'playing', startLimitMs);
    const screen = frontScreen(player);
    const moved = eventOf<Failover>(player, 'failover', undefined, startLimitMs);
    let [longest, last] = [0, performance.now()];
    const repaints = new AbortController();
    const watch = (now: number) => {
      [longest, last] = [Math.max(longest, now - last), now];
      if (!repaints.signal.aborted) requestAnimationFrame(watch);
    };
    requestAnimationFrame(watch);
    await edge.fault('cut', 'll-hls');
    await stateOf(player, 'recovering');
    expect(screen?.isConnected, 'the canvas with the last picture is there').to.equal(true);
    expect(screen?.checkVisibility()).to.equal(true);
    expect(screen?.classList.contains('held')).to.equal(true);
    await moved;
    repaints.abort();
    await edge.mend();
    expect(screen?.isConnected, 'it goes when the next picture is there').to.equal(false);
    expect(longest, 'ms without a repaint').to.be.below(mostPauseMs);
  });

  it('one camera follows another at the very next frames', async function () {
    await needs(this, 'H.264 in WebCodecs');
    player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'll-hls' });
    await stateOf(player, 'playing', startLimitMs);
    const change = await player.switchAngle('ring-03');
    expect(change.gapFrames).to.be.at.most(2);
    await expectPlaying(player);
    expect(player.negotiation.chosen).to.include({ angle: 'ring-03', decode: 'webcodecs' });
  });
});
