import type { Gpu, Texture } from '../gl/index.js';
import { sizeOf } from './frame.js';
import type { Frame, PictureSize } from './frame.js';
import { resample } from './resample.glsl.js';

/** A picture as a texture of a size, its first row first. */
export function uploadFrame(gpu: Gpu, frame: Frame, { width, height }: PictureSize): Texture {
  const { gl } = gpu;
  const own = sizeOf(frame);
  const whole = gpu.texture({ ...own, format: 'rgba8', purpose: 'pictures' });
  gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
  gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
  gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, gl.RGBA, gl.UNSIGNED_BYTE, frame);
  if (own.width === width && own.height === height) return whole;
  const kept = gpu.texture({ width, height, format: 'rgba8', purpose: 'pictures' });
  const taps = Math.min(8, Math.ceil(Math.max(own.width / width, own.height / height)));
  gpu.fill(kept, resample, { picture: whole, size: [width, height], taps: { int: taps } });
  gpu.release(whole);
  return kept;
}
