/** What becomes of playback when the media worker, its canvas or the page it belongs to go away. */
import { expect } from '@open-wc/testing';
import type { Failover } from '../../src/session/index.js';
import { Doctor, expectNoneForgotten } from '../fixtures/doctored.js';
import { startEdge } from '../fixtures/edge.js';
import type { TestEdge } from '../fixtures/edge.js';
import { listenTo, until } from '../fixtures/listening.js';
import { has, needs } from '../fixtures/needs.js';
import {
  deckOf,
  definePlayer,
  eventOf,
  expectPicture,
  mountPlayer,
  readScreen,
  see,
  stateOf,
} from '../fixtures/player.js';
import type { PlayerElement } from '../fixtures/player.js';

const mainCamera = 24;
/** A worker that no longer answers is noticed within this, ms. */
const noticedMs = 5000;

describe('the media worker under the player', () => {
  let edge: TestEdge;
  let player: PlayerElement;
  let doctor: Doctor;

  before(async function () {
    await needs(this, 'H.264 in WebCodecs', 'WebGL2 on an OffscreenCanvas');
    await definePlayer();
    edge = await startEdge();
  });
  beforeEach(() => {
    doctor = new Doctor();
  });
  afterEach(async () => {
    player?.remove();
    await doctor.gone();
    doctor.close();
    await edge?.mend();
  });

  const play = async (transports: string, more: Record<string, string> = {}) => {
    player = mountPlayer({
      src: `${edge.url}/event.json`,
      transports,
      'worker-url': doctor.workerUrl,
      ...more,
    });
    await stateOf(player, 'playing');
  };

  for (const type of ['ll-hls', 'moq'])
    for (const fate of ['end', 'hang'] as const)
      it(`plays ${type} on at the same event time, without a reload, when its worker ${fate}s`, async () => {
        await play(type);
        expectPicture(await see(player), mainCamera);
        const before = player.eventTime;
        const moved = eventOf<Failover>(player, 'failover', undefined, 25_000);
        const noticed = eventOf<{ state: string }>(
          player,
          'statechange',
          ({ state }) => state === 'recovering',
          25_000,
        );
        const from = performance.now();
        doctor.order({ order: fate });
        await noticed;
        expect(performance.now() - from).to.be.below(noticedMs);
        const { reason, gapMs, repeatedMs } = await moved;
        expect(reason).to.match(/^(media\/worker-lost|session\/stalled)$/);
        await stateOf(player, 'playing');
        expect(player.eventTime).to.be.at.least(before - 100);
        // Nothing live waits: what was missed while it was noticed may be caught up with or given up, and is reported.
        expect(gapMs).to.be.below(8000);
        expect(repeatedMs).to.be.below(1000);
        expectPicture(await see(player), mainCamera);
      });

  it('leaves a worker that dies again and again for MediaSource', async () => {
    await play('ll-hls');
    for (let death = 0; death < 3; death += 1) {
      if (player.negotiation.chosen?.decode !== 'webcodecs') break;
      const moved = eventOf<Failover>(player, 'failover', undefined, 25_000);
      doctor.order({ order: 'end' });
      await moved;
      await stateOf(player, 'playing');
    }
    expect(player.negotiation.chosen).to.include({ type: 'll-hls', decode: 'mse' });
    expectPicture(await see(player), mainCamera);
  });

  it('brings the picture back when the graphics context was lost', async () => {
    await play('ll-hls');
    expectPicture(await see(player), mainCamera);
    const before = await deckOf(player).stats();
    doctor.order({ order: 'lose-context', forMs: 300 });
    // Pictures go on being counted only once they are drawn again.
    const after = before.framesPresented + 30;
    let now = before;
    while (now.framesPresented < after) now = await deckOf(player).stats();
    expectPicture(await see(player), mainCamera);
    expect(player.negotiation.chosen).to.include({ decode: 'webcodecs' });
    expect(player.stats.failovers).to.equal(0);
  });

  it('brings a still back when the graphics context was lost', async () => {
    await play('ll-hls');
    player.pause();
    await stateOf(player, 'paused');
    const still = await see(player);
    const { framesPresented } = await deckOf(player).stats();
    doctor.order({ order: 'lose-context', forMs: 300 });
    // It is drawn once more, and only a lost context makes that necessary.
    while ((await deckOf(player).stats()).framesPresented === framesPresented);
    await until('the picture to be back', () => readScreen(player) !== undefined);
    // The worker has drawn; the page's side of the canvas follows.
    for (let repaint = 0; repaint < 10; repaint += 1) await new Promise(requestAnimationFrame);
    expect(readScreen(player)).to.include({ camera: still.camera, frame: still.frame });
  });

  it('stops decoding pictures within a second of being hidden, plays its sound on, and is live again at once', async () => {
    const ears = listenTo(window);
    let visibility: DocumentVisibilityState = 'visible';
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visibility });
    const turn = (to: DocumentVisibilityState) => {
      visibility = to;
      document.dispatchEvent(new Event('visibilitychange'));
    };
    try {
      await play('ll-hls');
      player.muted = false;
      await until('sound', () => ears.level() > 0.001);
      turn('hidden');
      const hiddenAt = performance.now();
      let last = (await deckOf(player).stats()).framesDecoded;
      let lastAt = hiddenAt;
      let heard = 0;
      await until('three hidden seconds', () => {
        heard += ears.level() > 0.001 ? 1 : 0;
        void deckOf(player)
          .stats()
          .then(({ framesDecoded }) => {
            if (framesDecoded !== last) lastAt = performance.now();
            last = framesDecoded;
          });
        return performance.now() - hiddenAt > 3000;
      });
      expect(lastAt - hiddenAt).to.be.below(1000);
      expect(heard).to.be.above(10);
      const target = player.session.screening.peek()?.feed.state.targetLatencyMs.peek() ?? NaN;
      const picture = eventOf(player, 'timeupdate');
      turn('visible');
      const seenFrom = performance.now();
      await picture;
      await until('the newest picture', () => player.latency < target + 1000, 2000);
      expect(performance.now() - seenFrom).to.be.below(1500);
      expectPicture(await see(player), mainCamera);
      expect(player.stats.failovers).to.equal(0);
    } finally {
      ears.end();
      Reflect.deleteProperty(document, 'visibilityState');
    }
  });

  for (const type of ['ll-hls', 'moq'])
    it(`holds no picture but those it counts, closes those of what it leaves, and ends with the element (${type})`, async function () {
      await play(type);
      await player.switchAngle('ring-03');
      await player.switchAngle('main');
      player.pause();
      await stateOf(player, 'paused');
      await see(player);
      await expectNoneForgotten(player, doctor);
      player.remove();
      await stateOf(player, 'empty');
      await doctor.gone();
      if (await has('garbage collection on demand')) {
        const gone = new WeakRef(player);
        player = mountPlayer({ transports: type });
        const gc = (window as unknown as { gc(): void }).gc;
        await until('the player to be collected', () => (gc(), gone.deref() === undefined));
      }
    });

  it('leaves the worker to the next load of the page, and takes none that was lost', async () => {
    const started: string[] = [];
    const Real = globalThis.Worker;
    globalThis.Worker = class extends Real {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        started.push(String(url));
      }
    };
    try {
      const load = async (transports: string) => {
        player = mountPlayer({ src: `${edge.url}/event.json`, transports });
        await stateOf(player, 'playing');
        expectPicture(await see(player), mainCamera);
        player.remove();
        await stateOf(player, 'empty');
      };
      await load('ll-hls');
      const once = started.length;
      expect(once).to.be.at.most(1);
      await load('moq');
      await load('ll-hls');
      expect(started).to.have.length(once);
      // One from the page's own folder is another.
      await play('moq');
      expect(started).to.have.length(once + 1);
      doctor.order({ order: 'end' });
      await eventOf(player, 'failover', undefined, 25_000);
      await stateOf(player, 'playing');
      expect(started).to.have.length(once + 2);
    } finally {
      globalThis.Worker = Real;
    }
  });
});
