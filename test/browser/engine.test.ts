/** The WebCodecs engine in the player: pixels say which frame is on screen, whoever fed the decoder. */
import { expect } from '@open-wc/testing';
import type { AngleChange, Failover } from '../../src/session/index.js';
import { startEdge } from '../fixtures/edge.js';
import type { TestEdge } from '../fixtures/edge.js';
import { needs } from '../fixtures/needs.js';
import {
  deckOf,
  definePlayer,
  eventOf,
  expectTrue,
  frontScreen,
  mountPlayer,
  see,
  stateOf,
} from '../fixtures/player.js';
import type { PlayerElement } from '../fixtures/player.js';

const mainCamera = 24;

describe('the WebCodecs engine', () => {
  let edge: TestEdge;
  let player: PlayerElement;

  before(async function () {
    await needs(this, 'H.264 in WebCodecs');
    await definePlayer();
    edge = await startEdge();
  });
  afterEach(async () => {
    player?.remove();
    await edge?.mend();
  });

  it('plays LL-HLS by default and knows the event time of the frame on screen', async () => {
    player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'll-hls' });
    await stateOf(player, 'playing');
    for (let look = 0; look < 5; look += 1) expectTrue(await see(player), mainCamera);
    expect(frontScreen(player)).to.not.equal(undefined);
    expect(player.negotiation.chosen).to.include({ type: 'll-hls', decode: 'webcodecs', verdict: 'chosen' });
    expect(player.stats.decoder).to.equal('webcodecs');
    expect(player.latency).to.be.within(200, 2500);
    const { framesHeld, samplesLost, decoderRebuilds } = await deckOf(player).stats();
    expect(framesHeld).to.be.at.most(9);
    expect({ samplesLost, decoderRebuilds }).to.deep.equal({ samplesLost: 0, decoderRebuilds: 0 });
  });

  it('meets the element contract: pause, seek to the exact frame, play, rate', async () => {
    player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'll-hls' });
    await stateOf(player, 'playing');
    player.pause();
    expect(player.paused).to.equal(true);
    await stateOf(player, 'paused');
    const { buffered } = player;
    expect(buffered.length).to.equal(1);
    for (const share of [0.1, 0.9, 0.5]) {
      const target = buffered.start(0) + share * (buffered.end(0) - buffered.start(0));
      const sought = eventOf(player, 'seeked');
      player.currentTime = target;
      await sought;
      expect(player.currentTime).to.be.closeTo(target, 0.05);
      expectTrue(await see(player), mainCamera);
    }
    await player.play();
    await stateOf(player, 'playing');
    expectTrue(await see(player), mainCamera);
  });

  it('draws on the canvas of the page where the browser hands none over, and again after its context was lost', async () => {
    const { transferControlToOffscreen } = HTMLCanvasElement.prototype;
    Reflect.deleteProperty(HTMLCanvasElement.prototype, 'transferControlToOffscreen');
    try {
      player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'll-hls' });
      await stateOf(player, 'playing');
      expect(player.negotiation.chosen).to.include({ type: 'll-hls', decode: 'webcodecs' });
      expectTrue(await see(player), mainCamera);
      const gl = frontScreen(player)?.getContext('webgl2');
      const loss = gl?.getExtension('WEBGL_lose_context');
      const lost = new Promise((resolve) => gl?.canvas.addEventListener('webglcontextlost', resolve));
      loss?.loseContext();
      await lost;
      // The browser allows it to come back only after the event of its loss is over.
      await new Promise((resolve) => setTimeout(resolve));
      loss?.restoreContext();
      for (let look = 0; look < 5; look += 1) expectTrue(await see(player), mainCamera);
      const { framesHeld, upload } = await deckOf(player).stats();
      expect(framesHeld).to.be.at.most(9);
      expect(upload).to.be.oneOf(['planes', 'texture']);
    } finally {
      HTMLCanvasElement.prototype.transferControlToOffscreen = transferControlToOffscreen;
    }
  });

  it('goes on over LL-HLS when WHEP is cut, and through MediaSource when the decoder is forbidden', async () => {
    player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'whep ll-hls' });
    await stateOf(player, 'playing');
    const failover = eventOf<Failover>(player, 'failover');
    await edge.fault('cut', 'whep');
    const moved = await failover;
    expect(moved.to).to.include({ type: 'll-hls', decode: 'webcodecs' });
    expect(moved.gapMs).to.be.at.most(100);
    await stateOf(player, 'playing');
    expectTrue(await see(player), mainCamera);
  });

  it('cuts to another camera on the frame that follows', async () => {
    player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'll-hls' });
    await stateOf(player, 'playing');
    const announced = eventOf<AngleChange>(player, 'anglechange');
    const change = await player.switchAngle('ring-03');
    expect(change).to.include({ from: 'main', to: 'ring-03' });
    expect(change.gapFrames).to.be.at.most(2);
    expect(change.repeatedFrames).to.be.at.most(2);
    expect(await announced).to.deep.equal(change);
    expectTrue(await see(player), 3);
  });

  it('leaves nothing behind when the element goes', async () => {
    player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'll-hls' });
    await stateOf(player, 'playing');
    const delivery = player.session.screening.peek()?.feed.delivery;
    player.remove();
    await stateOf(player, 'empty');
    expect(
      delivery?.kind === 'samples' && (await delivery.deck.stats().catch((error) => error.name)),
    ).to.equal('AbortError');
  });
});
