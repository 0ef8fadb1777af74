import type { Gpu, Texture } from '../gl/index.js';
import type { Pace } from '../pace.js';
import { consistency } from './consistency.glsl.js';
import type { Believing } from './refinement.js';
import { relate } from './relation.js';
import { pixelStep } from './view.js';
import type { View } from './view.js';

/**
 * A camera's depth with how far its neighbours confirm it: four bytes a pixel, inverse depth (high, low) of `qMax`, confidence, 255.
 * The state may have any of the view's sizes; the neighbours' another.
 */
export async function checkedDepth(
  gpu: Gpu,
  pace: Pace,
  { view, state, qMax }: Believing,
  neighbours: readonly Believing[],
): Promise<Texture> {
  const { width, height } = state;
  const depth = gpu.texture({ width, height, format: 'data8', purpose: 'depth' });
  const { camera } = levelOf(view, state);
  const uniforms = neighbours.flatMap((other, index) => {
    const level = levelOf(other.view, other.state);
    const { A, b } = relate(camera, level.camera);
    return [
      [`there${index}`, other.state],
      [`A${index}`, A],
      [`b${index}`, b],
      [`theirMost${index}`, other.qMax],
      [`theirPixel${index}`, pixelStep(level.camera, camera)],
    ] as const;
  });
  try {
    await gpu.fillInBands(pace, depth, consistency(neighbours.length), neighbours.length + 1, {
      state,
      qMax,
      ...Object.fromEntries(uniforms),
    });
  } catch (error) {
    gpu.release(depth);
    throw error;
  }
  return depth;
}

/** Of the three sizes, the one that a state has. */
export const levelOf = ({ fine, half, quarter }: View, { width }: Texture): View['fine'] =>
  [fine, half, quarter].find(({ picture }) => picture.width === width) ?? fine;
