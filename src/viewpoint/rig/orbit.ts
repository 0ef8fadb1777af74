import { add, cross, noDistortion, scale } from '../camera/index.js';
import type { CameraModel, Matrix3, Vector3 } from '../camera/index.js';
import { radians } from './angles.js';
import { verticalFieldOfView } from './limits.js';
import { directionTowards, placeOf, pointAt } from './place.js';
import type { OrbitFrame, Viewpoint } from './rig.js';

export interface PictureSize {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

const columns = (x: Vector3, y: Vector3, z: Vector3): Matrix3 => [
  x[0],
  y[0],
  z[0],
  x[1],
  y[1],
  z[1],
  x[2],
  y[2],
  z[2],
];

/** Camera axes to scene axes of a level camera that looks at the pivot from a place; defined straight above too. */
export function aimFrom(frame: OrbitFrame, place: Pick<Viewpoint, 'azimuth' | 'elevation'>): Matrix3 {
  const azimuth = radians(place.azimuth);
  const back = directionTowards(frame, place);
  const right = add(scale(frame.left, Math.cos(azimuth)), scale(frame.front, -Math.sin(azimuth)));
  return columns(right, cross(back, right), back);
}

/** A pinhole with square pixels that looks at the pivot; not clamped. */
export function orbitCamera(
  frame: OrbitFrame,
  viewpoint: Viewpoint,
  { width, height }: PictureSize,
  id = 'orbit',
): CameraModel {
  const f = height / 2 / Math.tan(radians(viewpoint.fieldOfView) / 2);
  return {
    id,
    width,
    height,
    fx: f,
    fy: f,
    skew: 0,
    cx: (width - 1) / 2,
    cy: (height - 1) / 2,
    distortion: noDistortion,
    position: pointAt(frame, viewpoint),
    rotation: aimFrom(frame, viewpoint),
  };
}

/** Where a camera stands on the orbit, and how wide it sees; the inverse of `orbitCamera` for one that looks at the pivot. */
export function viewpointOf(frame: OrbitFrame, camera: CameraModel): Viewpoint {
  return { ...placeOf(frame, camera.position), fieldOfView: verticalFieldOfView(camera) };
}
