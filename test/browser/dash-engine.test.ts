/** DASH in the player, through our own decoders and out of them: pixels say which frame is on screen. */
import { expect } from '@open-wc/testing';
import type { Failover } from '../../src/session/index.js';
import { startEdge } from '../fixtures/edge.js';
import type { TestEdge } from '../fixtures/edge.js';
import { needs } from '../fixtures/needs.js';
import {
  deckOf,
  definePlayer,
  eventOf,
  expectPicture,
  expectTrue,
  frontScreen,
  mountPlayer,
  see,
  stateOf,
} from '../fixtures/player.js';
import type { PlayerElement } from '../fixtures/player.js';

const mainCamera = 24;

describe('DASH in the player, through our own decoders', () => {
  let edge: TestEdge;
  let player: PlayerElement;

  before(async function () {
    await needs(this, 'H.264 in WebCodecs');
    await needs(this, 'H.264 in MediaSource');
    await definePlayer();
    edge = await startEdge();
  });
  afterEach(async () => {
    player?.remove();
    await edge?.mend();
  });

  it('plays so by default and knows the event time of the frame on screen', async () => {
    player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'dash' });
    await stateOf(player, 'playing');
    for (let look = 0; look < 5; look += 1) expectTrue(await see(player), mainCamera);
    expect(frontScreen(player)).to.not.equal(undefined);
    expect(player.negotiation.chosen).to.include({ type: 'dash', decode: 'webcodecs', verdict: 'chosen' });
    expect(player.negotiation.chosen?.agreed).to.match(/^http-streaming .*, decoded in worker$/);
    expect(player.stats.decoder).to.equal('webcodecs');
    expect(player.latency).to.be.within(1000, 5000);
    const { framesHeld, samplesLost } = await deckOf(player).stats();
    expect(framesHeld).to.be.at.most(9);
    expect(samplesLost).to.equal(0);
  });

  it('takes over from WHEP, and hands over to LL-HLS', async () => {
    player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'whep dash ll-hls' });
    await stateOf(player, 'playing');
    const into = eventOf<Failover>(player, 'failover');
    await edge.fault('cut', 'whep');
    expect((await into).to).to.include({ type: 'dash', decode: 'webcodecs' });
    await stateOf(player, 'playing');
    expectTrue(await see(player), mainCamera);
    const out = eventOf<Failover>(player, 'failover');
    await edge.fault('notfound', 'dash');
    expect((await out).to).to.include({ type: 'll-hls', decode: 'webcodecs' });
    await stateOf(player, 'playing');
    expectPicture(await see(player), mainCamera);
  });

  it('is left when its live edge stands still', async () => {
    player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'dash ll-hls' });
    await stateOf(player, 'playing');
    // Perhaps by way of MediaSource, of whose standing still nothing is known yet.
    const out = eventOf<Failover>(player, 'failover', ({ to }) => to.type === 'll-hls', 25_000);
    await edge.fault('stall', 'dash');
    await out;
    await stateOf(player, 'playing');
    expectPicture(await see(player), mainCamera);
  });

  it('goes on through MediaSource at the same event time where decoding ends', async () => {
    player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'dash' });
    await stateOf(player, 'playing');
    expectTrue(await see(player), mainCamera);
    const before = player.eventTime;
    const moves: Failover[] = [];
    while (player.negotiation.chosen?.decode === 'webcodecs') {
      const moved = eventOf<Failover>(player, 'failover');
      deckOf(player).fail({
        reason: 'media/decoder-failed',
        code: 3,
        message: 'the decoder is gone',
      });
      moves.push(await moved);
      await stateOf(player, 'playing');
    }
    expect(moves.at(-1)?.to).to.include({ type: 'dash', decode: 'mse' });
    expectTrue(await see(player), mainCamera);
    expect(player.eventTime - before).to.be.within(0, 30_000);
    for (const { gapMs } of moves) expect(gapMs).to.be.at.most(2000);
  });

  it('leaves nothing behind when the element goes', async () => {
    player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'dash' });
    await stateOf(player, 'playing');
    const deck = deckOf(player);
    player.remove();
    await stateOf(player, 'empty');
    expect(await deck.stats().catch((error: Error) => error.name)).to.equal('AbortError');
  });
});
