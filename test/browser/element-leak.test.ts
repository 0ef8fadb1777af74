/** The most common bug of custom elements: what is taken off the page stays in memory. */
import { expect } from '@open-wc/testing';
import { startEdge } from '../fixtures/edge.js';
import type { TestEdge } from '../fixtures/edge.js';
import { definePlayer, mountPlayer, stateOf } from '../fixtures/player.js';

declare const gc: (options: { execution: 'async' }) => Promise<void>;

const limitMs = 15_000;

/** Collects until nothing is left behind the references, or the time is over. */
async function collected(references: readonly WeakRef<object>[]): Promise<number> {
  const until = performance.now() + limitMs;
  let left = references.length;
  while (left > 0 && performance.now() < until) {
    await gc({ execution: 'async' });
    left = references.filter((reference) => reference.deref() !== undefined).length;
  }
  return left;
}

describe('a player that left the page', () => {
  let edge: TestEdge;

  before(async () => {
    await definePlayer();
    edge = await startEdge();
  });

  for (const tag of ['olympic-video', 'olympic-player'])
    it(`is collected: ${tag} that never played`, async () => {
      const references = Array.from({ length: 10 }, () => {
        const player = mountPlayer({}, tag);
        player.remove();
        return new WeakRef(player);
      });
      expect(await collected(references)).to.equal(0);
    });

  for (const transports of ['whep', 'll-hls', 'dash'])
    it(`is collected after it played over ${transports}, with its session`, async () => {
      const references: WeakRef<object>[] = [];
      await (async () => {
        const player = mountPlayer({ src: `${edge.url}/event.json`, transports });
        await stateOf(player, 'playing');
        player.remove();
        references.push(new WeakRef(player), new WeakRef(player.session));
      })();
      expect(await collected(references)).to.equal(0);
    });
});
