/** What networks and servers do to LL-HLS and MoQ while our own engine plays them: the picture goes on, or the next source does. */
import { expect } from '@open-wc/testing';
import type { FaultKind } from '../../examples/edge/contract.js';
import type { Failover } from '../../src/session/index.js';
import { Doctor, expectNoneForgotten } from '../fixtures/doctored.js';
import { startEdge } from '../fixtures/edge.js';
import type { TestEdge } from '../fixtures/edge.js';
import { until } from '../fixtures/listening.js';
import { needs } from '../fixtures/needs.js';
import {
  definePlayer,
  eventOf,
  expectPicture,
  frameMs,
  mountPlayer,
  see,
  stateOf,
} from '../fixtures/player.js';
import type { PlayerElement } from '../fixtures/player.js';

const mainCamera = 24;
const otherCamera = 3;
/** How long a fault that does not end playback is watched, ms. */
const watchedMs = 4000;

describe('the engine and the network', () => {
  let edge: TestEdge;
  let player: PlayerElement;
  let doctor: Doctor;

  before(async function () {
    await needs(this, 'H.264 in WebCodecs');
    await definePlayer();
    edge = await startEdge();
  });
  beforeEach(() => {
    doctor = new Doctor();
  });
  afterEach(async () => {
    player?.remove();
    // No worker outlives its player, whatever happened to it.
    await doctor.gone();
    doctor.close();
    await edge?.mend();
  });

  const mount = (transports: string) => {
    player = mountPlayer({ transports, 'worker-url': doctor.workerUrl });
    player.src = `${edge.url}/event.json`;
  };
  const play = async (transports: string) => {
    mount(transports);
    await stateOf(player, 'playing');
  };
  const verdictOf = (type: string) =>
    player.negotiation.candidates.find(
      (candidate) =>
        candidate.type === type && candidate.angle === 'main' && candidate.decode === 'webcodecs',
    );
  const pauseAndCount = async () => {
    player.pause();
    await stateOf(player, 'paused');
    await expectNoneForgotten(player, doctor);
  };

  // First of all: after handshakes that failed Chromium lets WebTransport wait for seconds.
  for (const type of ['ll-hls', 'moq'] as const)
    it(`asks the page for a new token from within the worker when ${type} refuses the old one`, async () => {
      const asked: string[] = [];
      const urls: string[] = [];
      mount(type);
      player.getToken = async ({ angle, reason, transport }) => {
        asked.push(`${angle} ${transport} ${reason}`);
        if (reason === 'refused') await edge.mend();
        return `token-${asked.length}`;
      };
      player.prepareRequest = (request) => {
        const url = new URL(request.url);
        url.searchParams.set('seen', 'yes');
        urls.push(url.pathname);
        return { ...request, url: url.href };
      };
      await stateOf(player, 'playing');
      expect(player.negotiation.chosen).to.include({ type, decode: 'webcodecs' });
      await edge.fault('unauthorized', type, { angle: 'ring-03' });
      await player.switchAngle('ring-03');
      expect(player.negotiation.chosen).to.include({ type, decode: 'webcodecs', angle: 'ring-03' });
      const transport = type === 'moq' ? 'moq' : 'hlsjs';
      expect(asked).to.include(`main ${transport} connect`);
      expect(asked.filter((line) => line === `ring-03 ${transport} refused`)).to.have.length(1);
      expect(
        urls.some((path) => (type === 'moq' ? path.includes('moq') : /\.(m4s|mp4)$/.test(path))),
      ).to.equal(true);
      expect(JSON.stringify(player.negotiation)).to.not.match(/token-|seen=/);
      expectPicture(await see(player), otherCamera);
    });

  const bearable: readonly (readonly [FaultKind, number])[] = [
    ['corrupt', 0.1],
    ['drop', 0.15],
    ['delay', 300],
    ['throttle', 2500],
    ['reorder', 400],
  ];
  for (const type of ['ll-hls', 'moq'] as const)
    for (const [kind, value] of bearable)
      it(`survives "${kind}" on ${type}, plays well again afterwards, and forgets no frame`, async () => {
        await play(type);
        await edge.fault(kind, type, { value });
        const from = performance.now();
        await until('the fault to have been watched', () => performance.now() - from > watchedMs);
        await edge.mend();
        const mended = player.eventTime;
        await until(
          'the picture to move on',
          () => player.state === 'playing' && player.eventTime > mended + 2000,
          25_000,
        );
        expectPicture(await see(player), mainCamera);
        expect(player.error).to.equal(null);
        if (player.negotiation.chosen?.decode === 'webcodecs') await pauseAndCount();
      });

  const starts: readonly (readonly [FaultKind, RegExp])[] = [
    ['refuse', /^moq\/(connect-failed|closed)$/],
    // A browser does not tell why a handshake failed.
    ['unauthorized', /^moq\/(unauthorized|connect-failed)$/],
    ['notfound', /^moq\/(not-found|connect-failed)$/],
    ['unavailable', /^moq\/(connect-failed|closed)$/],
    ['hang', /^(session|moq)\/timeout$/],
  ];
  for (const [kind, reason] of starts)
    it(`starts over LL-HLS when MoQ answers a start with "${kind}", and says why`, async () => {
      await edge.fault(kind, 'moq');
      await play('moq ll-hls');
      expect(player.negotiation.chosen).to.include({ type: 'll-hls', decode: 'webcodecs' });
      expect(verdictOf('moq')).to.include({ verdict: 'failed' });
      expect(verdictOf('moq')?.reason).to.match(reason);
      expectPicture(await see(player), mainCamera);
    });

  for (const [kind, from, to] of [
    ['cut', 'moq', 'll-hls'],
    ['stall', 'moq', 'll-hls'],
    ['cut', 'll-hls', 'moq'],
    ['stall', 'll-hls', 'moq'],
    ['truncate', 'moq', 'll-hls'],
    ['truncate', 'll-hls', 'moq'],
  ] as const)
    it(`goes on over ${to} when "${kind}" hits a playing ${from}, both through the engine`, async () => {
      await play(`${from} ${to}`);
      const before = player.eventTime;
      const moved = eventOf<Failover>(player, 'failover', (failover) => failover.to.type !== from, 25_000);
      await edge.fault(kind, from);
      const failover = await moved;
      expect(failover.to).to.include({ type: to, decode: 'webcodecs', angle: 'main' });
      expect(failover.repeatedMs).to.be.below(1000);
      await stateOf(player, 'playing');
      expect(player.eventTime).to.be.at.least(before - 2 * frameMs);
      expectPicture(await see(player), mainCamera);
      await pauseAndCount();
    });

  it('comes back over the same source when a cut ends', async () => {
    for (const type of ['ll-hls', 'moq'] as const) {
      await play(type);
      await edge.fault('cut', type, { angle: 'main' });
      await stateOf(player, 'recovering', 25_000);
      await edge.mend();
      await stateOf(player, 'playing', 25_000);
      expect(player.negotiation.chosen).to.include({ type });
      player.remove();
    }
  });

  it('keeps asking for a while when nothing answers, and plays on when the server is back', async () => {
    player = mountPlayer({
      src: `${edge.url}/event.json`,
      transports: 'll-hls',
      // The browser's own player, should the server be back just when its turn comes, knows no event time.
      decoder: 'webcodecs',
      'worker-url': doctor.workerUrl,
    });
    await stateOf(player, 'playing');
    const before = player.eventTime;
    await edge.fault('truncate', 'll-hls');
    await stateOf(player, 'recovering', 25_000);
    const from = performance.now();
    await until('the server to be back', () => performance.now() - from > 6000);
    expect(player.state).to.equal('recovering');
    await edge.mend();
    await stateOf(player, 'playing', 25_000);
    expect(player.eventTime).to.be.above(before);
    expect(player.error).to.equal(null);
  });
});
