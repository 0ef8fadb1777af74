import { matrixOf, quaternionOf } from '../../../src/viewpoint/index.js';
import type { CameraModel, Distortion, Matrix3, Vector3 } from '../../../src/viewpoint/index.js';

const mix = (a: number, b: number, t: number): number => a + (b - a) * t;

/** A camera between two of one picture size; exactly the second at 1. */
export function mixCameras(a: CameraModel, b: CameraModel, t: number): CameraModel {
  if (t <= 0) return a;
  if (t >= 1) return b;
  const position: Vector3 = [
    mix(a.position[0], b.position[0], t),
    mix(a.position[1], b.position[1], t),
    mix(a.position[2], b.position[2], t),
  ];
  const [p, q] = [a.distortion, b.distortion];
  const distortion: Distortion = [
    mix(p[0], q[0], t),
    mix(p[1], q[1], t),
    mix(p[2], q[2], t),
    mix(p[3], q[3], t),
    mix(p[4], q[4], t),
  ];
  return {
    ...a,
    fx: mix(a.fx, b.fx, t),
    fy: mix(a.fy, b.fy, t),
    skew: mix(a.skew, b.skew, t),
    cx: mix(a.cx, b.cx, t),
    cy: mix(a.cy, b.cy, t),
    distortion,
    position,
    rotation: mixRotations(a.rotation, b.rotation, t),
  };
}

/** Along the chord, then back to unit length: the two are near each other wherever this is used. */
function mixRotations(a: Matrix3, b: Matrix3, t: number): Matrix3 {
  const [p, q] = [quaternionOf(a), quaternionOf(b)];
  const side = p[0] * q[0] + p[1] * q[1] + p[2] * q[2] + p[3] * q[3] < 0 ? -1 : 1;
  const part = (from: number, to: number): number => mix(from, side * to, t);
  const [x, y, z, w] = [part(p[0], q[0]), part(p[1], q[1]), part(p[2], q[2]), part(p[3], q[3])];
  const length = Math.hypot(x, y, z, w);
  return matrixOf([x / length, y / length, z / length, w / length]);
}
