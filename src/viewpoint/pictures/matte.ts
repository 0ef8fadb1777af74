import type { Gpu, Texture } from '../gl/index.js';
import { sizeOf } from './frame.js';
import type { Frame } from './frame.js';
import { difference, givenMatte, majority } from './matte.glsl.js';
import { uploadFrame } from './upload.js';

/** Writes where the athlete is into a picture's alpha. */
export function keepMatte(gpu: Gpu, picture: Texture, given: Frame): void {
  const matte = uploadFrame(gpu, given, sizeOf(given));
  onlyAlpha(gpu, () =>
    gpu.fill(picture, givenMatte, {
      matte,
      size: [picture.width, picture.height],
      fromAlpha: hasAlpha(given) ? 1 : 0,
    }),
  );
  gpu.release(matte);
}

/** The same from what the camera sees when the athlete is not there. */
export function keepDifference(gpu: Gpu, picture: Texture, given: Frame): void {
  const { width, height } = picture;
  const plate = uploadFrame(gpu, given, { width, height });
  const matte = gpu.texture({ width, height, format: 'rgba8', purpose: 'mattes' });
  gpu.fill(matte, difference, { picture, plate });
  onlyAlpha(gpu, () => gpu.fill(picture, majority, { matte }));
  gpu.release(plate);
  gpu.release(matte);
}

function onlyAlpha({ gl }: Gpu, fill: () => void): void {
  gl.colorMask(false, false, false, true);
  fill();
  gl.colorMask(true, true, true, true);
}

/** Where alpha says where the athlete is, it is not the same everywhere. Looked at small: an athlete is larger than a pixel of that. */
function hasAlpha(matte: Frame): boolean {
  const [width, height] = [64, 36];
  const pixels = 'data' in matte ? matte.data : small(matte, width, height);
  for (let at = 3; at < pixels.length; at += 4) if ((pixels[at] ?? 255) < 250) return true;
  return false;
}

function small(matte: ImageBitmap | VideoFrame, width: number, height: number): Uint8ClampedArray {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) return new Uint8ClampedArray();
  context.drawImage(matte, 0, 0, width, height);
  return context.getImageData(0, 0, width, height).data;
}
