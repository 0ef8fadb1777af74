import { invalidCamera } from './errors.js';
import { matrixOf } from './quaternion.js';
import type { Quaternion } from './quaternion.js';
import type { Matrix3 } from './vector.js';

/** How far from 1 the length of a quaternion may be that was rounded when it was written down. */
const rounding = 0.01;

/** The rotation of a quaternion (x, y, z, w) that came from outside. */
export function checkedRotation(quaternion: Quaternion, camera: string): Matrix3 {
  if (Math.abs(Math.hypot(...quaternion) - 1) <= rounding) return matrixOf(quaternion);
  throw invalidCamera(camera, `the length of its quaternion is ${Math.hypot(...quaternion)}, not 1`, {
    hint: 'Give a unit quaternion, and check the order of its four numbers.',
  });
}
