import type { Gpu, Texture } from '../gl/index.js';
import { pixelsOf } from './frame.js';
import type { Frame, PictureSize } from './frame.js';
import { resample } from './resample.glsl.js';

/** A picture as a texture of a size, its first row first. */
export function uploadFrame(gpu: Gpu, frame: Frame, { width, height }: PictureSize): Texture {
  const own = pixelsOf(frame);
  const whole = gpu.texture({ ...own, format: 'rgba8', purpose: 'pictures' });
  whole.write(frame);
  if (own.width === width && own.height === height) return whole;
  const kept = resampled(gpu, whole, { width, height }, 'pictures');
  gpu.release(whole);
  return kept;
}

/** Another texture with the same picture at another size. */
export function resampled(
  gpu: Gpu,
  picture: Texture,
  { width, height }: PictureSize,
  purpose: string,
): Texture {
  const target = gpu.texture({ width, height, format: 'rgba8', purpose });
  const taps = Math.min(8, Math.ceil(Math.max(picture.width / width, picture.height / height)));
  gpu.fill(target, resample, { picture, size: [width, height], taps: { int: taps } });
  return target;
}
