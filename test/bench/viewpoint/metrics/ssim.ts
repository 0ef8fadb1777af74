/**
 * Structural similarity: Z. Wang, A. Bovik, H. Sheikh, E. Simoncelli, "Image Quality Assessment: From Error Visibility to Structural
 * Similarity", IEEE Transactions on Image Processing 13(4), 2004. Computed as scikit-image does with gaussian_weights=True, sigma=1.5,
 * use_sample_covariance=False, data_range=255 and a channel axis: the mean of the three channels' maps, their border left out.
 */
import { assertSameSize } from '../picture.js';
import type { Picture } from '../picture.js';
import type { Mask } from './mask.js';

const sigma = 1.5;
/** Truncated at 3.5 sigma: 11 taps. */
const radius = 5;
const c1 = (0.01 * 255) ** 2;
const c2 = (0.03 * 255) ** 2;

const taps = normalized(
  Array.from({ length: 2 * radius + 1 }, (_, index) => Math.exp(-((index - radius) ** 2) / (2 * sigma ** 2))),
);

function normalized(values: readonly number[]): Float64Array {
  const sum = values.reduce((total, value) => total + value, 0);
  return Float64Array.from(values, (value) => value / sum);
}

/** 1 for equal pictures; NaN where the mask leaves nothing. */
export function ssim(a: Picture, b: Picture, mask?: Mask): number {
  assertSameSize(a, b);
  let [sum, count] = [0, 0];
  for (let channel = 0; channel < 3; channel += 1) {
    const map = channelMap(a, b, channel);
    for (let y = radius; y < a.height - radius; y += 1)
      for (let x = radius; x < a.width - radius; x += 1) {
        const at = y * a.width + x;
        if (mask?.[at] === 0) continue;
        sum += map[at]!;
        count += 1;
      }
  }
  return sum / count;
}

/** SSIM of each pixel of one channel; meaningless within `radius` of the edge. */
function channelMap(a: Picture, b: Picture, channel: number): Float64Array {
  const { width, height } = a;
  const size = width * height;
  const planes = Array.from({ length: 5 }, () => new Float64Array(size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const [ma, mb, aa, bb, ab] = planes;
  for (let at = 0, from = channel; at < size; at += 1, from += 3) {
    const [x, y] = [a.data[from]!, b.data[from]!];
    ma[at] = x;
    mb[at] = y;
    aa[at] = x * x;
    bb[at] = y * y;
    ab[at] = x * y;
  }
  const scratch = new Float64Array(size);
  for (const plane of planes) blur(plane, width, height, scratch);
  for (let at = 0; at < size; at += 1) {
    const [x, y] = [ma[at]!, mb[at]!];
    const [xx, yy, xy] = [x * x, y * y, x * y];
    ma[at] =
      ((2 * xy + c1) * (2 * (ab[at]! - xy) + c2)) / ((xx + yy + c1) * (aa[at]! - xx + bb[at]! - yy + c2));
  }
  return ma;
}

/** In place; right only where the window is inside, which is where it is read. */
function blur(plane: Float64Array, width: number, height: number, scratch: Float64Array): void {
  for (let y = 0; y < height; y += 1)
    for (let x = radius; x < width - radius; x += 1) {
      const at = y * width + x;
      let sum = 0;
      for (let tap = -radius; tap <= radius; tap += 1) sum += taps[tap + radius]! * plane[at + tap]!;
      scratch[at] = sum;
    }
  for (let y = radius; y < height - radius; y += 1)
    for (let x = radius; x < width - radius; x += 1) {
      const at = y * width + x;
      let sum = 0;
      for (let tap = -radius; tap <= radius; tap += 1)
        sum += taps[tap + radius]! * scratch[at + tap * width]!;
      plane[at] = sum;
    }
}
