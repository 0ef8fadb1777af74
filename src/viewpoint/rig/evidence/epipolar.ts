import { cross, dot, subtract } from '../../camera/index.js';
import type { Matrix3, Vector3 } from '../../camera/index.js';
import type { SightCamera } from './sight.js';

/** Two sights of what may be the same point. */
export interface SightPair {
  readonly ax: number;
  readonly ay: number;
  readonly bx: number;
  readonly by: number;
}

/** Pixels per unit of sight, of both pictures. */
export type Focals = readonly [afx: number, afy: number, bfx: number, bfy: number];

/** E with b^T E a = 0 for two sights of one point (Hartley and Zisserman, 2nd edition, 9.6), from the calibration. */
export function essential(a: SightCamera, b: SightCamera): Matrix3 {
  const base = subtract(a.position, b.position);
  const axes = [a.right, a.down, a.ahead] as const;
  const row = (axis: Vector3): Vector3 => {
    // axis . (base x ray of a), for each axis of a.
    const side = cross(axis, base);
    return [dot(side, axes[0]), dot(side, axes[1]), dot(side, axes[2])];
  };
  return [...row(b.right), ...row(b.down), ...row(b.ahead)];
}

/**
 * How far, in pixels, a pair has to be moved for the epipolar constraint to hold, to first order (Sampson's distance, Hartley
 * and Zisserman, 11.4.3), shared between both pictures.
 */
export function sampson(m: Matrix3, { ax, ay, bx, by }: SightPair, [afx, afy, bfx, bfy]: Focals): number {
  const lx = m[0] * ax + m[1] * ay + m[2];
  const ly = m[3] * ax + m[4] * ay + m[5];
  const lz = m[6] * ax + m[7] * ay + m[8];
  const kx = m[0] * bx + m[3] * by + m[6];
  const ky = m[1] * bx + m[4] * by + m[7];
  const slope = (lx / bfx) ** 2 + (ly / bfy) ** 2 + (kx / afx) ** 2 + (ky / afy) ** 2;
  return Math.abs(bx * lx + by * ly + lz) / Math.sqrt(slope);
}
