/** What WebRTC received, replayed: the pixels of the past say which frame is shown. */
import { expect } from '@open-wc/testing';
import { readStrip } from '../../examples/venue/strip.js';
import type { DeckHandle } from '../../src/media/index.js';
import type { Tapped } from '../../src/transports/index.js';
import { startEdge } from '../fixtures/edge.js';
import type { TestEdge } from '../fixtures/edge.js';
import { needs } from '../fixtures/needs.js';
import {
  definePlayer,
  expectTrue,
  frameMs,
  framesBetween,
  loopMs,
  mountPlayer,
  see,
  stateOf,
} from '../fixtures/player.js';
import type { PlayerElement } from '../fixtures/player.js';

const mainCamera = 24;
const patienceMs = 10_000;

/** Looks again at every repaint: signals of the built package are not of this test's own copy of the library. */
async function until<T>(look: () => T | undefined): Promise<T> {
  for (const end = performance.now() + patienceMs; performance.now() < end;) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  throw new Error(`not within ${patienceMs} ms`);
}

function tapOf(player: PlayerElement): Tapped {
  const delivery = player.session.screening.peek()?.feed.delivery;
  if (delivery?.kind !== 'stream' || delivery.tap === undefined) throw new Error('nothing is tapped');
  return delivery.tap;
}

/** The tap's deck once it holds so many milliseconds. */
async function keptBy(player: PlayerElement, heldMs: number): Promise<DeckHandle> {
  const tap = tapOf(player);
  const deck = await until(() => tap.deck.peek());
  await until(() => deck.view.peek().buffered.find(({ from, to }) => to - from >= heldMs));
  return deck;
}

describe('the WHEP tap', () => {
  let edge: TestEdge;
  let player: PlayerElement;
  const canvases: HTMLCanvasElement[] = [];

  before(async function () {
    await needs(this, 'H.264 in WebRTC', 'encoded transforms', 'H.264 in WebCodecs');
    await definePlayer();
    edge = await startEdge();
  });
  afterEach(async () => {
    player?.remove();
    for (const canvas of canvases.splice(0)) canvas.remove();
    await edge?.mend();
  });

  it('shows any frame of the last seconds again, while live playback goes on', async () => {
    player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'whep' });
    await stateOf(player, 'playing');
    const deck = await keptBy(player, 2000);
    expect(deck.hasScreen, 'what is kept is on no screen').to.equal(false);
    const canvas = document.createElement('canvas');
    canvases.push(canvas);
    document.body.append(canvas);
    deck.attachScreen(canvas);
    const live = player.stats.framesRendered;
    const range = deck.view.peek().buffered.at(-1)!;
    for (const share of [0.2, 0.8, 0.5, 0.35]) {
      const asked = range.from + share * (range.to - range.from);
      const shown = await deck.seek(asked);
      expect(shown.eventTime).to.be.within(asked - frameMs - 1, asked + 1);
      const expected = ((shown.eventTime ?? NaN) % loopMs) / frameMs;
      // The worker has drawn; the page's side of the canvas follows within a few repaints.
      let strip: ReturnType<typeof readStrip>;
      for (let repaint = 0; repaint < 60; repaint += 1) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const copy = new OffscreenCanvas(canvas.width, canvas.height);
        const context = copy.getContext('2d')!;
        context.drawImage(canvas, 0, 0);
        strip = readStrip(context.getImageData(0, 0, copy.width, copy.height));
        if (strip !== undefined && Math.abs(framesBetween(strip.frame, expected)) < 0.5) break;
      }
      expect(strip?.camera).to.equal(mainCamera);
      expect(Math.abs(framesBetween(strip?.frame ?? NaN, expected))).to.be.below(0.5);
    }
    expect(player.state).to.equal('playing');
    expect(player.stats.framesRendered).to.be.above(live);
  });

  it('holds no frame up for a millisecond on its way to the browser', async () => {
    player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'whep' });
    await stateOf(player, 'playing');
    await keptBy(player, 3000);
    const { frames, heldMeanMs } = (await tapOf(player).counts())!;
    expect(frames).to.be.at.least(80);
    // The mean: a garbage collection in between is not the copy's doing.
    expect(heldMeanMs).to.be.below(1);
  });

  it('knows the capture time by a timecode in the pictures where the browser asks for none in the packets', async () => {
    const { prototype } = RTCRtpTransceiver;
    const asks = Object.getOwnPropertyDescriptor(prototype, 'setHeaderExtensionsToNegotiate');
    Reflect.deleteProperty(prototype, 'setHeaderExtensionsToNegotiate');
    try {
      player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'whep' });
      await stateOf(player, 'playing');
      await until(() => (player.stats.eventTimeGrade === 'capture' ? true : undefined));
      for (let look = 0; look < 5; look += 1) expectTrue(await see(player), mainCamera);
    } finally {
      if (asks !== undefined) Object.defineProperty(prototype, 'setHeaderExtensionsToNegotiate', asks);
    }
  });

  it('keeps nothing when the player is gone', async () => {
    player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'whep' });
    await stateOf(player, 'playing');
    const deck = await keptBy(player, 200);
    player.remove();
    await stateOf(player, 'empty');
    const error = await deck.stats().then(
      () => undefined,
      (thrown: DOMException) => thrown,
    );
    expect(error?.name).to.equal('AbortError');
  });
});
