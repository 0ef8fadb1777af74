import { undistort } from '../../camera/index.js';
import type { CameraModel, Vector3 } from '../../camera/index.js';
import type { Features } from './features.js';

/** Where features lie in front of their camera, lens undone: x right, y down, at depth 1. */
export interface Sights {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** A camera as the checks compute with it: OpenCV's axes, X = R (p - position); lens undone, pixels of focal length 1. */
export interface SightCamera {
  readonly id: string;
  /** Pixels per unit of sight. */
  readonly fx: number;
  readonly fy: number;
  readonly position: Vector3;
  /** Right, down and forward of the camera in the scene. */
  readonly right: Vector3;
  readonly down: Vector3;
  readonly ahead: Vector3;
}

export function sightCamera({ id, fx, fy, position, rotation }: CameraModel): SightCamera {
  return {
    id,
    fx,
    fy,
    position,
    right: [rotation[0], rotation[3], rotation[6]],
    down: [-rotation[1], -rotation[4], -rotation[7]],
    ahead: [-rotation[2], -rotation[5], -rotation[8]],
  };
}

export function sightsOf(camera: CameraModel, features: Features): Sights {
  const [x, y] = [new Float64Array(features.count), new Float64Array(features.count)];
  for (let i = 0; i < features.count; i += 1) {
    const v = ((features.y[i] ?? 0) - camera.cy) / camera.fy;
    const u = ((features.x[i] ?? 0) - camera.cx - camera.skew * v) / camera.fx;
    const straight = undistort(camera.distortion, { x: u, y: v });
    x[i] = straight.x;
    y[i] = straight.y;
  }
  return { x, y };
}
