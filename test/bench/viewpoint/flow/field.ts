/** Where each pixel of one picture is found in another, and pictures warped by it. */
import type { Picture } from '../picture.js';
import { blankPlane } from '../plane.js';
import type { Plane } from '../plane.js';

/** Pixel (x, y) of the first picture is seen at (x + u, y + v) of the second. */
export interface Flow {
  readonly width: number;
  readonly height: number;
  readonly u: Float32Array;
  readonly v: Float32Array;
}

export const stillFlow = (width: number, height: number): Flow => ({
  width,
  height,
  u: new Float32Array(width * height),
  v: new Float32Array(width * height),
});

/** Median length of the vectors, pixels. */
export function medianSpeed({ u, v }: Flow): number {
  const lengths = Float64Array.from(u, (x, index) => Math.hypot(x, v[index]!)).sort();
  const middle = lengths.length / 2;
  return (lengths[Math.ceil(middle) - 1]! + lengths[Math.floor(middle)]!) / 2;
}

/**
 * Each pixel read where the flow, times `gain`, leads; bilinear, the edge repeated outwards. RGB in floating point, so that the
 * metrics do not see rounding twice.
 */
export function warpPicture({ width, height, data }: Picture, flow: Flow, gain = 1): Float32Array {
  const out = new Float32Array(flow.width * flow.height * 3);
  const [right, bottom] = [width - 1, height - 1];
  for (let y = 0, pixel = 0, at = 0; y < flow.height; y += 1)
    for (let x = 0; x < flow.width; x += 1, pixel += 1, at += 3) {
      const px = Math.min(right, Math.max(0, x + gain * flow.u[pixel]!));
      const py = Math.min(bottom, Math.max(0, y + gain * flow.v[pixel]!));
      const [left, top] = [px | 0, py | 0];
      const [tx, ty] = [px - left, py - top];
      const from = (top * width + left) * 3;
      const beside = left < right ? 3 : 0;
      const below = from + (top < bottom ? width * 3 : 0);
      for (let channel = 0; channel < 3; channel += 1) {
        const upper = data[from + channel]! * (1 - tx) + data[from + beside + channel]! * tx;
        const lower = data[below + channel]! * (1 - tx) + data[below + beside + channel]! * tx;
        out[at + channel] = upper * (1 - ty) + lower * ty;
      }
    }
  return out;
}

/** As warpPicture, of one channel. */
export function warpPlane({ width, height, data }: Plane, flow: Flow, gain = 1): Plane {
  const out = blankPlane(flow.width, flow.height);
  const [right, bottom] = [width - 1, height - 1];
  for (let y = 0, pixel = 0; y < flow.height; y += 1)
    for (let x = 0; x < flow.width; x += 1, pixel += 1) {
      const px = Math.min(right, Math.max(0, x + gain * flow.u[pixel]!));
      const py = Math.min(bottom, Math.max(0, y + gain * flow.v[pixel]!));
      const [left, top] = [px | 0, py | 0];
      const [tx, ty] = [px - left, py - top];
      const from = top * width + left;
      const beside = left < right ? 1 : 0;
      const below = from + (top < bottom ? width : 0);
      out.data[pixel] =
        (data[from]! * (1 - tx) + data[from + beside]! * tx) * (1 - ty) +
        (data[below]! * (1 - tx) + data[below + beside]! * tx) * ty;
    }
  return out;
}
