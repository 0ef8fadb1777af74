/** What a rig looks at, and how far apart its cameras are as seen from there. */
import {
  add,
  dot,
  forward,
  inverse,
  length,
  scale,
  subtract,
  transform,
} from '../../../src/viewpoint/camera/index.js';
import type { CameraModel, Matrix3, Vector3 } from '../../../src/viewpoint/camera/index.js';

/** The point nearest to all optical axes: least squares of the distances, solved by the normal equations. */
export function pivotOf(cameras: readonly CameraModel[]): Vector3 {
  let sum: Matrix3 = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  let right: Vector3 = [0, 0, 0];
  for (const camera of cameras) {
    const [x, y, z] = forward(camera);
    // Takes away what lies along the axis.
    const across: Matrix3 = [1 - x * x, -x * y, -x * z, -x * y, 1 - y * y, -y * z, -x * z, -y * z, 1 - z * z];
    sum = sum.map((value, at) => value + across[at]!) as unknown as Matrix3;
    right = add(right, transform(across, camera.position));
  }
  const solved = inverse(sum);
  if (solved === undefined) throw new RangeError('cameras that all look the same way have no pivot');
  return transform(solved, right);
}

/** Between two cameras as seen from a point, radians. */
export function angleAt(pivot: Vector3, a: CameraModel, b: CameraModel): number {
  const [x, y] = [subtract(a.position, pivot), subtract(b.position, pivot)];
  return Math.acos(Math.min(1, dot(scale(x, 1 / length(x)), scale(y, 1 / length(y)))));
}
