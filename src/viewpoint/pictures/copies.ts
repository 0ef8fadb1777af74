import { readSettled } from '../gl/index.js';
import type { Gpu, Texture } from '../gl/index.js';
import type { Pace } from '../pace.js';
import type { PictureSize } from './frame.js';
import { resampled } from './upload.js';

/**
 * A picture in main memory, rows from the top, four bytes a pixel. Browsers take a GPU's memory away, from phones above all, and
 * give an empty one back; frames are the caller's, and closed by then.
 */
export interface PictureCopy extends PictureSize {
  readonly bytes: Uint8Array;
}

/**
 * Most bytes that all copies together take: 24 pictures of 1080p would be 200 MB twice on a phone that has just run out of memory.
 * What does not fit is copied smaller: a softer picture after a loss is better than none.
 */
export const copyBudget = 64 * 2 ** 20;

export async function copiesOf(
  gpu: Gpu,
  pace: Pace,
  pictures: readonly Texture[],
): Promise<readonly PictureCopy[]> {
  const all = pictures.reduce((sum, picture) => sum + picture.bytes, 0);
  const scale = Math.min(1, Math.sqrt(copyBudget / all));
  const copies: PictureCopy[] = [];
  for (const picture of pictures) {
    const [width, height] = [picture.width, picture.height].map((side) =>
      Math.max(1, Math.floor(side * scale)),
    ) as [number, number];
    const smaller = scale < 1 ? resampled(gpu, picture, { width, height }, 'copies') : undefined;
    const bytes = readSettled(gpu.gl, pace, smaller ?? picture);
    if (smaller !== undefined) gpu.release(smaller);
    copies.push({ width, height, bytes: await bytes });
  }
  return copies;
}

export function uploadCopy(gpu: Gpu, { width, height, bytes }: PictureCopy): Texture {
  const texture = gpu.texture({ width, height, format: 'rgba8', purpose: 'pictures' });
  texture.write(bytes);
  return texture;
}
