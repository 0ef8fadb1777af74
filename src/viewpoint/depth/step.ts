import type { Gpu, Shader, Texture, Uniforms } from '../gl/index.js';
import type { Pace } from '../pace.js';

/** Replaces a state of planes by what a shader makes of it, at the size of a picture. */
export async function stepped(
  gpu: Gpu,
  pace: Pace,
  state: Texture,
  { width, height }: Texture,
  shader: Shader,
  fetches: number,
  uniforms: Uniforms,
): Promise<Texture> {
  const next = gpu.texture({ width, height, format: 'data8', purpose: 'planes' });
  try {
    await gpu.fillInBands(pace, next, shader, fetches, { ...uniforms, state });
  } catch (error) {
    gpu.release(next);
    throw error;
  } finally {
    gpu.release(state);
  }
  return next;
}
