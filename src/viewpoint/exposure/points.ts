import { add, depthOf, rayOf, scale } from '../camera/index.js';
import type { CameraModel, Vector3 } from '../camera/index.js';
import { offset, subpixels } from '../surface/index.js';
import type { Patches } from '../surface/index.js';

/** Most points that two cameras are compared in. */
const most = 1500;
/** Of 255: patches that half of the neighbours confirm. */
const sure = 128;
/** Points across the picture. */
const across = 24;

/** A camera's depth as patches; their own camera, a pinhole; and the largest inverse depth. */
export interface Surface {
  readonly camera: CameraModel;
  readonly patches: Patches;
  readonly qMax: number;
}

/** Where a camera sees the surfaces that it is sure of, in the scene. */
export function pointsOf({ camera, patches: { count, corners }, qMax }: Surface): readonly Vector3[] {
  const points: Vector3[] = [];
  const stride = Math.max(1, Math.ceil(count / most));
  for (let patch = 0; patch < count; patch += stride) {
    const middle = (channel: number): number =>
      ((corners[patch * 16 + channel] ?? 0) + (corners[patch * 16 + 12 + channel] ?? 0)) / 2;
    if (middle(3) < sure) continue;
    const pixel = { x: middle(0) / subpixels - offset, y: middle(1) / subpixels - offset };
    points.push(along(camera, pixel, 65535 / (middle(2) * qMax)));
  }
  return points;
}

/** What a camera would see if all of its picture were as far away as a point. */
export function pointsOnPlane(camera: CameraModel, through: Vector3): readonly Vector3[] {
  const depth = depthOf(camera, through);
  if (!(depth > 0)) return [];
  const step = camera.width / across;
  const points: Vector3[] = [];
  for (let y = step / 2; y < camera.height; y += step)
    for (let x = step / 2; x < camera.width; x += step) points.push(along(camera, { x, y }, depth));
  return points;
}

const along = (camera: CameraModel, pixel: { x: number; y: number }, depth: number): Vector3 =>
  add(camera.position, scale(rayOf(camera, pixel), depth));
