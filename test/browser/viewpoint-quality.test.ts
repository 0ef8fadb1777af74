/** How much is done for depth. */
import { expect } from '@open-wc/testing';
import { orbitThrough } from '../../src/viewpoint/index.js';
import type { Quality } from '../../src/viewpoint/index.js';
import { look, middle, onArc, opener, psnr, twoWalls } from '../fixtures/viewpoint.js';

/** Larger than 'balanced' matches. */
const size = { width: 800, height: 480 };

describe('quality', function () {
  this.timeout(120_000);
  const openOne = opener();
  const cameras = onArc([-5, 0, 5], size);
  const frames = cameras.map((camera) => look(camera, twoWalls).picture);
  const subject = { center: middle, radius: 1 };

  async function made(quality: Quality | undefined) {
    const { synthesizer } = await openOne({ cameras, frames, subject, quality }, size);
    let steps = 0;
    await synthesizer.prepare({ onProgress: () => (steps += 1) });
    const view = orbitThrough(synthesizer.rig, 2.5, { size });
    expect((await synthesizer.render(view)).synthesis).to.equal('depth');
    const seen = psnr(await synthesizer.readPixels(), look(view, twoWalls).picture, 40);
    const { planes = 0 } = synthesizer.memory;
    return { steps, planes, seen };
  }

  it('is less work and memory when it is fast, more when it is best, and right in all', async () => {
    const fast = await made('fast');
    const usual = await made(undefined);
    const best = await made('best');
    expect(fast.steps).to.be.below(usual.steps);
    expect(fast.planes).to.be.below(usual.planes);
    expect(best.planes).to.be.above(usual.planes);
    for (const { seen } of [fast, usual, best]) expect(seen).to.be.above(28);
  });
});
