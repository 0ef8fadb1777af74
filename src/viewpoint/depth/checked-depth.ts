import type { Gpu, Texture, Uniforms } from '../gl/index.js';
import type { Pace } from '../pace.js';
import { consistency } from './consistency.glsl.js';
import type { Believing } from './refinement.js';
import { neighbourUniforms } from './relation.js';
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
  const uniforms: Uniforms[] = neighbours.map((other, index) => {
    const level = levelOf(other.view, other.state);
    return {
      ...neighbourUniforms(index, camera, level.camera, other.state),
      [`theirMost${index}`]: other.qMax,
      [`theirPixel${index}`]: pixelStep(level.camera, camera),
    };
  });
  try {
    await gpu.fillInBands(pace, depth, consistency(neighbours.length), neighbours.length + 1, {
      state,
      qMax,
      ...Object.assign({}, ...uniforms),
    });
  } catch (error) {
    gpu.release(depth);
    throw error;
  }
  return depth;
}

/** Of the three sizes, the one that a state has. */
const levelOf = ({ fine, half, quarter }: View, { width }: Texture): View['fine'] =>
  [fine, half, quarter].find(({ picture }) => picture.width === width) ?? fine;
