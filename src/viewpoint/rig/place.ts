import { add, dot, length, scale, subtract } from '../camera/index.js';
import type { CameraModel, Vector3 } from '../camera/index.js';
import { degrees, radians, wrapped } from './angles.js';
import type { OrbitFrame, OrbitPlace, RigCamera } from './rig.js';

/** The place on the orbit of a point of the scene; azimuth 0 where the point is straight above or at the pivot. */
export function placeOf({ pivot, up, front, left }: OrbitFrame, point: Vector3): OrbitPlace {
  const offset = subtract(point, pivot);
  const [x, y, z] = [dot(offset, left), dot(offset, up), dot(offset, front)];
  return {
    azimuth: wrapped(degrees(Math.atan2(x, z))),
    elevation: degrees(Math.atan2(y, Math.hypot(x, z))),
    distance: length(offset),
  };
}

/** From the pivot, of unit length. */
export function directionTowards(
  { up, front, left }: OrbitFrame,
  { azimuth, elevation }: Pick<OrbitPlace, 'azimuth' | 'elevation'>,
): Vector3 {
  const [a, e] = [radians(azimuth), radians(elevation)];
  const level = add(scale(front, Math.cos(a)), scale(left, Math.sin(a)));
  return add(scale(level, Math.cos(e)), scale(up, Math.sin(e)));
}

/** The inverse of `placeOf`. */
export function pointAt(frame: OrbitFrame, place: OrbitPlace): Vector3 {
  return add(frame.pivot, scale(directionTowards(frame, place), place.distance));
}

export function placeCamera(frame: OrbitFrame, camera: CameraModel): RigCamera {
  const place = placeOf(frame, camera.position);
  // A camera at the pivot itself has a direction all the same: any, but of unit length.
  return { ...place, id: camera.id, camera, direction: directionTowards(frame, place) };
}
