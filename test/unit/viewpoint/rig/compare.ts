import { expect } from '@open-wc/testing';
import { cross, dot, length } from '../../../../src/viewpoint/camera/index.js';
import type { CameraModel, Vector3 } from '../../../../src/viewpoint/camera/index.js';

/** Degrees. */
export const angle = (a: Vector3, b: Vector3): number =>
  (Math.atan2(length(cross(a, b)), dot(a, b)) * 180) / Math.PI;

/** Everything but the id. */
export function expectSameCamera(a: CameraModel, b: CameraModel, within = 1e-9): void {
  for (const key of ['width', 'height', 'fx', 'fy', 'skew', 'cx', 'cy'] as const)
    expect(a[key], `${a.id} ${key}`).to.be.closeTo(b[key], within * 1000);
  for (const key of ['position', 'rotation', 'distortion'] as const)
    a[key].forEach((value, index) =>
      expect(value, `${a.id} ${key} ${index}`).to.be.closeTo(b[key][index]!, within),
    );
}
