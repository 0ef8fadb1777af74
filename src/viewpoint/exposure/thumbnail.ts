import { resized } from '../camera/index.js';
import type { CameraModel } from '../camera/index.js';
import { readSettled } from '../gl/index.js';
import type { Gpu, Texture } from '../gl/index.js';
import type { Pace } from '../pace.js';
import { resampled } from '../pictures/index.js';

/** A small picture in main memory. */
export interface Thumbnail {
  /** Of its size, lens included. */
  readonly camera: CameraModel;
  /** Four bytes a pixel, rows from the top. */
  readonly bytes: Uint8Array;
}

/** Pixels: small enough that a pixel is the mean of a patch, and a wrong depth does not matter. */
const longestSide = 96;

export async function thumbnailOf(
  gpu: Gpu,
  pace: Pace,
  camera: CameraModel,
  picture: Texture,
): Promise<Thumbnail> {
  const scale = longestSide / Math.max(picture.width, picture.height);
  const [width, height] = [picture.width, picture.height].map((side) =>
    Math.max(1, Math.round(side * Math.min(1, scale))),
  ) as [number, number];
  const small = resampled(gpu, picture, { width, height }, 'exposure');
  const reading = readSettled(gpu.gl, pace, small);
  gpu.release(small);
  return { camera: resized(camera, width, height), bytes: await reading };
}
