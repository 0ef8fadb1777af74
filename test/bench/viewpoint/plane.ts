/** One channel of floating-point numbers, and the few changes of size that the methods need. */
import type { Picture } from './picture.js';

export interface Plane {
  readonly width: number;
  readonly height: number;
  /** Row by row from the top. */
  readonly data: Float32Array;
}

export const blankPlane = (width: number, height: number): Plane => ({
  width,
  height,
  data: new Float32Array(width * height),
});

/** Luma of ITU-R BT.601 in whole numbers, with OpenCV's 14-bit weights (cvtColor, RGB2GRAY). */
export function greyOf({ width, height, data }: Picture): Plane {
  const grey = blankPlane(width, height);
  for (let pixel = 0, at = 0; pixel < grey.data.length; pixel += 1, at += 3)
    grey.data[pixel] = (data[at]! * 4899 + data[at + 1]! * 9617 + data[at + 2]! * 1868 + 8192) >> 14;
  return grey;
}

/** Half the size; each pixel is the mean of four. The last row and column of an odd size are left out. */
export function halved({ width, height, data }: Plane): Plane {
  const half = blankPlane(width >> 1, height >> 1);
  for (let y = 0; y < half.height; y += 1)
    for (let x = 0; x < half.width; x += 1) {
      const at = 2 * y * width + 2 * x;
      half.data[y * half.width + x] =
        (data[at]! + data[at + 1]! + data[at + width]! + data[at + width + 1]!) / 4;
    }
  return half;
}

/** Bilinear, pixel centres kept in place, values multiplied by `gain`. */
export function enlarged(plane: Plane, width: number, height: number, gain = 1): Plane {
  const out = blankPlane(width, height);
  const columns = positions(plane.width, width);
  const rows = positions(plane.height, height);
  for (let y = 0; y < height; y += 1) {
    const [top, bottom, ty] = [rows.low[y]! * plane.width, rows.high[y]! * plane.width, rows.share[y]!];
    for (let x = 0; x < width; x += 1) {
      const [left, right, tx] = [columns.low[x]!, columns.high[x]!, columns.share[x]!];
      const above = plane.data[top + left]! * (1 - tx) + plane.data[top + right]! * tx;
      const below = plane.data[bottom + left]! * (1 - tx) + plane.data[bottom + right]! * tx;
      out.data[y * width + x] = gain * (above * (1 - ty) + below * ty);
    }
  }
  return out;
}

/** For every place of the larger line: the two of the smaller one around it, and the share of the second. */
function positions(from: number, to: number) {
  const [low, high, share] = [new Int32Array(to), new Int32Array(to), new Float32Array(to)];
  for (let index = 0; index < to; index += 1) {
    const place = Math.min(from - 1, Math.max(0, ((index + 0.5) * from) / to - 0.5));
    low[index] = Math.floor(place);
    high[index] = Math.min(from - 1, low[index]! + 1);
    share[index] = place - low[index]!;
  }
  return { low, high, share };
}
