import type { CameraModel } from './camera-model.js';
import { checked } from './checked.js';
import { invalidCamera, unsupportedLens } from './errors.js';
import { noDistortion } from './lens.js';
import type { Distortion } from './lens.js';
import { finiteNumbers, matrix3, vector3 } from './numbers.js';
import type { Numbers } from './numbers.js';
import { nearestRotation } from './rotation.js';
import { scale, transform, transpose } from './vector.js';
import type { Matrix3, Vector3 } from './vector.js';

/** OpenCV's cameras: x = K (R X + t), pixels; x right, y down, z forward; pixel centres at whole numbers. */
export interface OpenCVCamera {
  readonly id: string;
  /** 3x3, row-major, flat or nested; of any scale. */
  readonly K: Numbers;
  /** 3x3, row-major, flat or nested: turns scene axes into camera axes. */
  readonly R: Numbers;
  /** The scene's origin seen from the camera, scene units. */
  readonly t: Numbers;
  /** k1, k2, p1, p2, k3; shorter ones are filled up with zeros. Not `cv::fisheye`'s four, which cannot be told from these. */
  readonly distortion?: Numbers;
  /** Of the picture that K is for, pixels. */
  readonly width: number;
  readonly height: number;
}

/** What `openCVFromCamera` gives: the same, with lengths that are known. */
export interface ExactOpenCVCamera extends OpenCVCamera {
  readonly K: Matrix3;
  readonly R: Matrix3;
  readonly t: Vector3;
  readonly distortion: Distortion;
}

/** Largest entry below K's diagonal, as a part of its focal length, that is still rounding. */
const belowDiagonal = 1e-6;

/** k1, k2, p1, p2, k3 from up to five numbers. More are taken where the rest is zero: those models contain this one. */
export function distortionOf(value: unknown, camera: string): Distortion {
  if (value === undefined || value === null) return noDistortion;
  const [k1 = 0, k2 = 0, p1 = 0, p2 = 0, k3 = 0, ...rest] = finiteNumbers(value, camera, 'distortion');
  if (rest.some((coefficient) => coefficient !== 0)) {
    throw unsupportedLens(
      camera,
      `it has ${5 + rest.length} distortion coefficients (a rational, thin-prism or tilted model), more than the five of k1, k2, p1, p2, k3`,
    );
  }
  return [k1, k2, p1, p2, k3];
}

/** Flips the camera's axes only, never the scene's. */
export function cameraFromOpenCV({ id, K, R, t, distortion, width, height }: OpenCVCamera): CameraModel {
  const k = matrix3(K, id, 'K');
  const turn = nearestRotation(matrix3(R, id, 'R'), id);
  const origin = vector3(t, id, 't');
  const small = Math.abs(k[0]) * belowDiagonal;
  if (!(Math.abs(k[8]) > 0) || [k[3], k[6], k[7]].some((entry) => !(Math.abs(entry) <= small))) {
    throw invalidCamera(id, 'K is not upper triangular with a last row of 0, 0, 1', {
      hint: 'Give K row by row: fx, skew, cx, 0, fy, cy, 0, 0, 1. A whole projection matrix goes to cameraFromProjection.',
    });
  }
  return checked({
    id,
    width,
    height,
    fx: k[0] / k[8],
    fy: k[4] / k[8],
    skew: k[1] / k[8],
    cx: k[2] / k[8],
    cy: k[5] / k[8],
    distortion: distortionOf(distortion, id),
    position: scale(transform(transpose(turn), origin), -1),
    rotation: flipped(transpose(turn)),
  });
}

/** The inverse of `cameraFromOpenCV`. */
export function openCVFromCamera(camera: CameraModel): ExactOpenCVCamera {
  const { id, width, height, fx, fy, skew, cx, cy, distortion, position, rotation } = camera;
  const R = transpose(flipped(rotation));
  return {
    id,
    K: [fx, skew, cx, 0, fy, cy, 0, 0, 1],
    R,
    t: scale(transform(R, position), -1),
    distortion,
    width,
    height,
  };
}

/** Turns camera axes of (right, down, forward) into (right, up, back) and the other way: the last two columns change sign. */
export function flipped(m: Matrix3): Matrix3 {
  return [m[0], -m[1], -m[2], m[3], -m[4], -m[5], m[6], -m[7], -m[8]];
}
