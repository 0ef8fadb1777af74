/** Every fault the edge can make, met by a playing or a starting viewer: what follows, and that nothing hangs. */
import { expect } from '@open-wc/testing';
import type { FaultKind, SourceType } from '../../examples/edge/contract.js';
import type { Failover } from '../../src/session/index.js';
import { startEdge } from '../fixtures/edge.js';
import type { TestEdge } from '../fixtures/edge.js';
import { definePlayer, eventOf, expectTrue, frameMs, mountPlayer, see, stateOf } from '../fixtures/player.js';
import type { PlayerElement } from '../fixtures/player.js';

const mainCamera = 24;
const fallbackCamera = 0;

describe('recovery', () => {
  let edge: TestEdge;
  let player: PlayerElement;

  before(async () => {
    await definePlayer();
    edge = await startEdge();
  });
  afterEach(async () => {
    player.remove();
    await edge.mend();
  });

  const verdictOf = (transport: string, angle = 'main') =>
    player.negotiation.candidates.find(
      (candidate) => candidate.transport === transport && candidate.angle === angle,
    );

  const startFaults: readonly (readonly [FaultKind, string])[] = [
    ['refuse', 'whep/network'],
    ['unauthorized', 'whep/unauthorized'],
    ['notfound', 'whep/not-found'],
    ['unavailable', 'whep/unavailable'],
    ['hang', 'session/timeout'],
    ['stall', 'session/timeout'],
  ];
  for (const [kind, reason] of startFaults)
    it(`starts over LL-HLS when WHEP answers a start with "${kind}", and says why`, async () => {
      await edge.fault(kind, 'whep');
      player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'whep ll-hls' });
      await stateOf(player, 'playing');
      expect(player.negotiation.chosen).to.include({ type: 'll-hls', angle: 'main' });
      expect(verdictOf('whep')).to.include({ verdict: 'failed', reason });
      expectTrue(await see(player), mainCamera);
    });

  const breakFaults: readonly (readonly [FaultKind, SourceType, SourceType])[] = [
    ['cut', 'whep', 'll-hls'],
    ['stall', 'whep', 'll-hls'],
    ['cut', 'll-hls', 'dash'],
    ['notfound', 'll-hls', 'dash'],
    ['unavailable', 'll-hls', 'dash'],
    ['stall', 'll-hls', 'dash'],
    ['cut', 'dash', 'hls'],
  ];
  for (const [kind, from, to] of breakFaults)
    it(`goes on over ${to} when "${kind}" hits a playing ${from}`, async () => {
      player = mountPlayer({ src: `${edge.url}/event.json`, transports: `${from} ${to}` });
      await stateOf(player, 'playing');
      const before = player.eventTime;
      // The ladder may ask the same source once more before it leaves it.
      const moved = eventOf<Failover>(player, 'failover', (failover) => failover.to.type !== from, 25_000);
      await edge.fault(kind, from);
      const failover = await moved;
      expect(failover.from).to.include({ type: from, angle: 'main' });
      expect(failover.to, JSON.stringify([failover, player.negotiation])).to.include({
        type: to,
        angle: 'main',
      });
      expect(failover.reason).to.match(/^(whep|hls|dash|session)\/[a-z-]+$/);
      await stateOf(player, 'playing');
      expect(player.eventTime).to.be.at.least(before - 2 * frameMs);
      expectTrue(await see(player), mainCamera);
    });

  it('asks for a new token when the old one is refused, once, and plays', async () => {
    const reasons: string[] = [];
    await edge.fault('unauthorized', 'whep');
    player = mountPlayer({ transports: 'whep' });
    player.getToken = async ({ reason, purpose }) => {
      if (purpose !== 'signalling') return null;
      reasons.push(reason);
      if (reason === 'refused') await edge.mend();
      return `token-${reasons.length}`;
    };
    player.src = `${edge.url}/event.json`;
    await stateOf(player, 'playing');
    expect(reasons).to.deep.equal(['connect', 'refused']);
    expect(JSON.stringify(player.negotiation)).to.not.include('token-');
  });

  it("moves to the angle's fallback when every source of the angle is lost", async () => {
    player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'whep ll-hls' });
    await stateOf(player, 'playing');
    const changed = eventOf<{ from: string; to: string; source: string }>(
      player,
      'anglechange',
      undefined,
      25_000,
    );
    await edge.fault('cut', '*', { angle: 'main' });
    expect(await changed).to.include({ from: 'main', to: 'ring-00', source: 'auto' });
    await stateOf(player, 'playing');
    expectTrue(await see(player), fallbackCamera);
  });

  it('fails with a fatal, named error when nothing is left, and plays again when asked after the server is back', async () => {
    await edge.fault('refuse', '*');
    player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'whep ll-hls' });
    await stateOf(player, 'failed', 25_000);
    expect(player.error).to.include({ fatal: true, code: 2, reason: 'hls/network' });
    expect(player.error?.hint).to.not.equal('');
    expect(player.negotiation.candidates.filter(({ verdict }) => verdict === 'failed').length).to.be.above(1);
    await edge.mend();
    await player.play();
    await stateOf(player, 'playing');
    expect(player.error).to.equal(null);
  });

  it('holds the last frame on screen until the next source has painted', async () => {
    player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'whep ll-hls' });
    await stateOf(player, 'playing');
    const held = player.shadowRoot!.querySelector<HTMLCanvasElement>('[part~="held-frame"]')!;
    const moved = eventOf<Failover>(player, 'failover');
    await edge.fault('cut', 'whep');
    await stateOf(player, 'recovering');
    expect(held.hidden).to.equal(false);
    const pixels = held.getContext('2d')!.getImageData(0, 0, held.width, held.height).data;
    expect(pixels.some((value, index) => index % 4 !== 3 && value > 32)).to.equal(true);
    await moved;
    expect(held.hidden).to.equal(true);
  });

  it('stays within one second of where the viewer was when all candidates work', async () => {
    player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'whep ll-hls' });
    await stateOf(player, 'playing');
    const moved = eventOf<Failover>(player, 'failover');
    await edge.fault('cut', 'whep');
    const { gapMs, repeatedMs, heldMs } = await moved;
    expect(gapMs).to.be.at.most(1000);
    expect(repeatedMs).to.be.at.most(1000);
    expect(heldMs).to.be.at.most(5000);
  });
});
