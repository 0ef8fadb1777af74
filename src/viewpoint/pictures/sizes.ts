import type { PictureSize } from './frame.js';

/** Bytes that the textures of one camera take beside its picture, a pixel of the size that is matched: three sizes of it (4/3 of 4 bytes), planes at half size (8/4), census (4/16), depth (4) and its patches (about 2). */
const bytesPerMatchedPixel = 4 * (4 / 3) + 2 + 0.25 + 4 + 2;
const bytesPerPixel = 4;

export interface SizePlan {
  /** At which a picture is kept for drawing. */
  readonly kept: PictureSize;
  /** At which it is compared with others: sides are multiples of 4. */
  readonly matched: PictureSize;
}

/** Longest side that is matched where the budget is too small for anything: below, depth would say nothing. Pixels. */
const leastMatched = 160;
/** Of a multiple: what rounding may take from a side that is one. */
const rounding = 1e-6;

/** A size with the same proportions, not larger than the picture as long as that is not smaller than `multiple`. */
function within({ width, height }: PictureSize, scale: number, multiple: number): PictureSize {
  const side = (length: number): number =>
    Math.max(multiple, Math.floor((length * Math.min(1, scale)) / multiple + rounding) * multiple);
  return { width: side(width), height: side(height) };
}

const area = (sizes: readonly PictureSize[]): number =>
  sizes.reduce((sum, { width, height }) => sum + width * height, 0);

/**
 * Sizes that fit into a budget of GPU memory: what is matched has a longest side, less only where the budget is too small for that;
 * what is kept for drawing gets the rest, alike for all cameras.
 */
export function planSizes(
  frames: readonly PictureSize[],
  {
    matched,
    largest,
    budget,
  }: { readonly matched: number; readonly largest: number; readonly budget: number },
): readonly SizePlan[] {
  const matchedWithin = (longest: number): readonly PictureSize[] =>
    frames.map((size) => within(size, longest / Math.max(size.width, size.height), 4));
  const wanted = matchedWithin(matched);
  const part = Math.sqrt(budget / (area(wanted) * (bytesPerMatchedPixel + bytesPerPixel)));
  const matchedSizes = part < 1 ? matchedWithin(Math.max(leastMatched, matched * part)) : wanted;
  const left = budget - area(matchedSizes) * bytesPerMatchedPixel;
  const scale = Math.sqrt(Math.max(left, 0) / (area(frames) * bytesPerPixel));
  return frames.map((size, index) => {
    const least = matchedSizes[index] ?? size;
    const limit = largest / Math.max(size.width, size.height);
    const kept = within(size, Math.min(scale, limit), 1);
    return { kept: kept.width < least.width || kept.height < least.height ? least : kept, matched: least };
  });
}
