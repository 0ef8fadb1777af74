import { subtract } from '../camera/index.js';
import type { Vector3 } from '../camera/index.js';
import { angleBetween } from './angles.js';
import { unknownCamera } from './errors.js';
import type { Rig, RigCamera } from './rig.js';

/** A camera and how far away it is from what was asked for, degrees at the pivot. */
export interface Sighted {
  readonly camera: RigCamera;
  readonly angle: number;
}

/** @throws OlympicPlayerError `viewpoint/unknown-camera` */
export function cameraById(rig: Rig, id: string): RigCamera {
  const found = rig.cameras.find((camera) => camera.id === id);
  if (found === undefined) throw unknownCamera(id);
  return found;
}

/** Cameras by their angle to a direction from the pivot (of any length), the nearest first. */
export function nearestTowards(rig: Rig, direction: Vector3, count = rig.cameras.length): readonly Sighted[] {
  return rig.cameras
    .map((camera) => ({ camera, angle: angleBetween(camera.direction, direction) }))
    .sort((a, b) => a.angle - b.angle)
    .slice(0, count);
}

/** The same for a point of the scene, such as another camera's position. */
export const nearest = (rig: Rig, position: Vector3, count?: number): readonly Sighted[] =>
  nearestTowards(rig, subtract(position, rig.pivot), count);

/**
 * The cameras about one of the rig's, itself left out, the nearest first.
 * @throws OlympicPlayerError `viewpoint/unknown-camera`
 */
export function neighbourhood(rig: Rig, id: string, count = rig.cameras.length): readonly Sighted[] {
  const centre = cameraById(rig, id);
  return nearestTowards(rig, centre.direction)
    .filter(({ camera }) => camera !== centre)
    .slice(0, count);
}
