/** Peak signal-to-noise ratio of 8-bit RGB. */
import { assertSameSize } from '../picture.js';
import type { Picture } from '../picture.js';
import type { Mask } from './mask.js';

/** Decibels, over all channels together; Infinity for equal pictures, NaN where the mask leaves nothing. */
export function psnr(a: Picture, b: Picture, mask?: Mask): number {
  return 10 * Math.log10(255 ** 2 / meanSquaredError(a, b, mask));
}

/** Steps of 1/255, squared, over all channels together. */
export function meanSquaredError(a: Picture, b: Picture, mask?: Mask): number {
  assertSameSize(a, b);
  let [sum, count] = [0, 0];
  for (let pixel = 0, at = 0; at < a.data.length; pixel += 1, at += 3) {
    if (mask?.[pixel] === 0) continue;
    const [red, green, blue] = [
      a.data[at]! - b.data[at]!,
      a.data[at + 1]! - b.data[at + 1]!,
      a.data[at + 2]! - b.data[at + 2]!,
    ];
    sum += red * red + green * green + blue * blue;
    count += 3;
  }
  return sum / count;
}
