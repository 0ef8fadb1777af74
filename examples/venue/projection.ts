/**
 * The pinhole camera of the rig, exactly: what `createVenue` renders with and what tests compare against.
 * Pixel coordinates are (right, down) with pixel centres at integers, as OpenCV has them; a camera looks down its own -Z.
 */
import type { Intrinsics, Quaternion, Vector3, VenueCamera } from './rig.js';

/** All that rendering needs to know of a camera; every camera of the rig is one. */
export type CalibratedCamera = Pick<VenueCamera, 'translation' | 'rotation' | 'intrinsics'>;

export interface Projected {
  /** Pixels of a picture of the camera's own size. */
  readonly x: number;
  readonly y: number;
  /** Metres along the optical axis; not positive behind the camera. */
  readonly depth: number;
}

/** Turns a vector by the inverse of a unit quaternion. */
function unrotate([qx, qy, qz, qw]: Quaternion, [x, y, z]: Vector3): Vector3 {
  const tx = 2 * (qz * y - qy * z);
  const ty = 2 * (qx * z - qz * x);
  const tz = 2 * (qy * x - qx * y);
  return [
    x + qw * tx + (qz * ty - qy * tz),
    y + qw * ty + (qx * tz - qz * tx),
    z + qw * tz + (qy * tx - qx * ty),
  ];
}

/** Where a point of the world appears. */
export function projectPoint(
  { translation, rotation, intrinsics }: CalibratedCamera,
  point: Vector3,
): Projected {
  const [x, y, z] = unrotate(rotation, [
    point[0] - translation[0],
    point[1] - translation[1],
    point[2] - translation[2],
  ]);
  const depth = -z;
  return {
    x: intrinsics.cx + (intrinsics.fx * x) / depth,
    y: intrinsics.cy - (intrinsics.fy * y) / depth,
    depth,
  };
}

// prettier-ignore
export type ClipMatrix = [
  number, number, number, number,
  number, number, number, number,
  number, number, number, number,
  number, number, number, number,
];

/**
 * The OpenGL clip matrix of these intrinsics, row-major, for a viewport that shows the whole picture at any size.
 * The picture reaches half a pixel beyond its outermost pixel centres: from -0.5 to width - 0.5.
 */
export function clipMatrix(
  { fx, fy, cx, cy, width, height }: Intrinsics,
  near: number,
  far: number,
): ClipMatrix {
  const depthScale = (far + near) / (near - far);
  const depthOffset = (2 * far * near) / (near - far);
  const shiftX = 1 - (2 * cx + 1) / width;
  const shiftY = (2 * cy + 1) / height - 1;
  // prettier-ignore
  return [
    (2 * fx) / width, 0, shiftX, 0,
    0, (2 * fy) / height, shiftY, 0,
    0, 0, depthScale, depthOffset,
    0, 0, -1, 0,
  ];
}
