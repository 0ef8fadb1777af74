import type { CameraModel } from './camera-model.js';
import { checked } from './checked.js';
import { invalidCamera } from './errors.js';
import { nearestRotation } from './rotation.js';
import { add, identity, multiply, scale, transform } from './vector.js';
import type { Matrix3, Vector3 } from './vector.js';

/** How a scene is turned, scaled and moved into another: X' = scale rotation X + translation. */
export interface Placement {
  readonly rotation?: Matrix3;
  readonly scale?: number;
  /** Units of the other scene. */
  readonly translation?: Vector3;
}

/** The camera in another scene: what converters never do by themselves, for callers who want another up or unit. */
export function placed(
  camera: CameraModel,
  { rotation, scale: by = 1, translation }: Placement,
): CameraModel {
  if (!(by > 0)) {
    throw invalidCamera(camera.id, `the scale of its placement is ${by}`, {
      hint: 'Scale by a positive number.',
    });
  }
  const turn = nearestRotation(rotation ?? identity, camera.id, 'the rotation of its placement');
  return checked({
    ...camera,
    position: add(scale(transform(turn, camera.position), by), translation ?? [0, 0, 0]),
    rotation: multiply(turn, camera.rotation),
  });
}

/** Turns a scene whose Z is up into one whose Y is (glTF), its forward Y into -Z. */
export const zUpToYUp: Matrix3 = [1, 0, 0, 0, 0, 1, 0, -1, 0];
