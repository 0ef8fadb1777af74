/** What a broadcaster asks of a browser, one question a test: the README's support table is made from what comes of it in each engine. */
import { expect } from '@open-wc/testing';
import { startEdge } from '../fixtures/edge.js';
import type { TestEdge } from '../fixtures/edge.js';
import { needs } from '../fixtures/needs.js';
import type { Capability } from '../fixtures/needs.js';
import { definePlayer, expectTrue, frontScreen, mountPlayer, see, stateOf } from '../fixtures/player.js';
import type { PlayerElement } from '../fixtures/player.js';

const mainCamera = 24;
const startLimitMs = 25_000;

describe('what works', () => {
  let edge: TestEdge;
  let player: PlayerElement | undefined;

  before(async () => {
    await definePlayer();
    edge = await startEdge();
  });
  afterEach(() => player?.remove());

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
    it(`${way}: the pixels are the camera's, at the event time that the player says`, async function () {
      await needs(this, ...wanted);
      player = mountPlayer({ src: `${edge.url}/event.json`, ...attributes });
      await stateOf(player, 'playing', startLimitMs);
      for (let look = 0; look < 5; look += 1) expectTrue(await see(player), mainCamera);
      expect(player.negotiation.chosen).to.include({ type: attributes.transports, decode });
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
    it(`MoQ over ${way}: the pixels are the camera's, at the event time that the player says`, async function () {
      await needs(this, ...wanted);
      player = mountPlayer({});
      player.descriptor = await moqEvent(overWebTransport);
      await stateOf(player, 'playing', startLimitMs);
      for (let look = 0; look < 5; look += 1) expectTrue(await see(player), mainCamera);
      expect(player.negotiation.chosen).to.include({ type: 'moq', decode: 'webcodecs' });
      expect(/websocket/.test(player.negotiation.chosen?.agreed ?? '')).to.equal(!overWebTransport);
    });

  it('one camera follows another at the very next frames', async function () {
    await needs(this, 'H.264 in WebCodecs');
    player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'll-hls' });
    await stateOf(player, 'playing', startLimitMs);
    const change = await player.switchAngle('ring-03');
    expect(change.gapFrames).to.be.at.most(2);
    expectTrue(await see(player), 3);
    expect(frontScreen(player)).to.not.equal(undefined);
  });
});
