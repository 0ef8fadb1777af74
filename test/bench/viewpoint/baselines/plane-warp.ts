/**
 * A picture as it would look from another camera if all of it lay on a plane that faces that camera (R. Hartley, A. Zisserman,
 * "Multiple View Geometry", 2nd edition, 13.1). Lenses must be straight.
 */
import {
  inverse,
  multiply,
  projectionFromCamera,
  transform,
} from '../../../../src/viewpoint/camera/index.js';
import type { CameraModel, Matrix3 } from '../../../../src/viewpoint/camera/index.js';
import type { Picture } from '../picture.js';

/** Pixel (x, y) of the target at depth z is seen in the source at turn (x, y, 1) + shift / z, homogeneous. */
export interface PlaneWarp {
  readonly turn: Float64Array;
  readonly shift: Float64Array;
}

export function planeWarp(target: CameraModel, source: CameraModel): PlaneWarp {
  const [from, to] = [leftOf(target), leftOf(source)];
  const back = inverse(from);
  if (back === undefined) throw new RangeError(`${target.id} has no inverse`);
  const P = projectionFromCamera(source);
  const [x, y, z] = transform(to, target.position);
  return {
    turn: Float64Array.from(multiply(to, back)),
    shift: Float64Array.of(x + P[3], y + P[7], z + P[11]),
  };
}

/** K R: of a projection the left 3x3, whose third row is the unit vector of the optical axis. */
function leftOf(camera: CameraModel): Matrix3 {
  const P = projectionFromCamera(camera);
  return [P[0], P[1], P[2], P[4], P[5], P[6], P[8], P[9], P[10]];
}

/** @returns RGB in floating point, bilinear; the source's edge is repeated outwards */
export function warpedByPlane(
  { width, height, data }: Picture,
  { turn, shift }: PlaneWarp,
  depth: number,
  toWidth: number,
  toHeight: number,
): Float32Array {
  const out = new Float32Array(toWidth * toHeight * 3);
  const [right, bottom] = [width - 1, height - 1];
  const [sx, sy, sz] = [shift[0]! / depth, shift[1]! / depth, shift[2]! / depth];
  for (let y = 0, at = 0; y < toHeight; y += 1)
    for (let x = 0; x < toWidth; x += 1, at += 3) {
      const w = turn[6]! * x + turn[7]! * y + turn[8]! + sz;
      const px = Math.min(right, Math.max(0, (turn[0]! * x + turn[1]! * y + turn[2]! + sx) / w));
      const py = Math.min(bottom, Math.max(0, (turn[3]! * x + turn[4]! * y + turn[5]! + sy) / w));
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
