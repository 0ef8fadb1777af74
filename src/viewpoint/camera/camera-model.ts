import { dot, subtract, transform, transpose } from './vector.js';
import type { Matrix3, Vector3 } from './vector.js';
import { distort, undistort } from './lens.js';
import type { Distortion, Point2 } from './lens.js';

/**
 * A calibrated camera. Its axes are glTF's: +X right, +Y up, it looks down -Z. The scene is the caller's: its units and axes are
 * never changed. Pixels have their centres at whole numbers, the first row on top (OpenCV).
 */
export interface CameraModel {
  readonly id: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Focal lengths, skew and principal point, pixels: u = fx x + skew y + cx, v = fy y + cy, with y downwards. */
  readonly fx: number;
  readonly fy: number;
  readonly skew: number;
  readonly cx: number;
  readonly cy: number;
  readonly distortion: Distortion;
  /** Centre of projection, scene units. */
  readonly position: Vector3;
  /** Turns camera axes into scene axes; its columns are the camera's right, up and back. */
  readonly rotation: Matrix3;
}

export interface Projection extends Point2 {
  /** Along the optical axis, scene units; not positive behind the camera. */
  readonly depth: number;
}

/** A point of the scene in the camera's own axes, but with y down and z forward (OpenCV's). */
export function viewed(camera: CameraModel, point: Vector3): Vector3 {
  const [x, y, z] = transform(transpose(camera.rotation), subtract(point, camera.position));
  return [x, -y, -z];
}

/** Where a point of the scene appears, lens included. Means nothing where the depth is not positive. */
export function project(camera: CameraModel, point: Vector3): Projection {
  const [x, y, depth] = viewed(camera, point);
  const bent = distort(camera.distortion, { x: x / depth, y: y / depth });
  return {
    x: camera.fx * bent.x + camera.skew * bent.y + camera.cx,
    y: camera.fy * bent.y + camera.cy,
    depth,
  };
}

/** The direction in the scene that a pixel looks in; its length is such that its depth is 1. */
export function rayOf(camera: CameraModel, pixel: Point2): Vector3 {
  const y = (pixel.y - camera.cy) / camera.fy;
  const x = (pixel.x - camera.cx - camera.skew * y) / camera.fx;
  const straight = undistort(camera.distortion, { x, y });
  return transform(camera.rotation, [straight.x, -straight.y, -1]);
}

/** The way it looks, a unit vector. */
export function forward({ rotation }: CameraModel): Vector3 {
  return [-rotation[2], -rotation[5], -rotation[8]];
}

export const depthOf = (camera: CameraModel, point: Vector3): number =>
  dot(forward(camera), subtract(point, camera.position));

/** How a picture was brought to another size, in CSS's words: stretched, or in proportion with bars, or in proportion and cut. */
export type Fit = 'fill' | 'contain' | 'cover';

/** The same camera with a picture of another size. */
export function resized(camera: CameraModel, width: number, height: number, fit: Fit = 'fill'): CameraModel {
  const stretch = [width / camera.width, height / camera.height] as const;
  const one = fit === 'contain' ? Math.min(...stretch) : Math.max(...stretch);
  const [sx, sy] = fit === 'fill' ? stretch : ([one, one] as const);
  // Pixels reach half a pixel to either side of their centres; bars and cuts are the same on both sides.
  const place = (at: number, by: number, from: number, to: number): number =>
    (at + 0.5) * by - 0.5 + (to - from * by) / 2;
  return {
    ...camera,
    width,
    height,
    fx: camera.fx * sx,
    fy: camera.fy * sy,
    skew: camera.skew * sx,
    cx: place(camera.cx, sx, camera.width, width),
    cy: place(camera.cy, sy, camera.height, height),
  };
}
