import { dot, inverse, subtract } from '../../camera/index.js';
import type { Matrix3, Vector3 } from '../../camera/index.js';
import type { SightCamera } from './sight.js';

/** A point seen by a camera: x right, y down, at depth 1, lens undone. */
export interface Observation {
  readonly camera: SightCamera;
  readonly x: number;
  readonly y: number;
}

export interface Triangulated {
  readonly point: Vector3;
  /** Covariance of the point where every observation is off by one pixel, scene units squared. */
  readonly covariance: Matrix3;
}

/** Depths settle in two or three. */
const rounds = 3;

/** What a pixel to the right, and one down, weighs along the scene's axes: the rows of the projection's slope. */
function slopes({ camera, x, y }: Observation, depth: number): readonly [Vector3, Vector3] {
  const { right, down, ahead, fx, fy } = camera;
  const [u, v] = [fx / depth, fy / depth];
  return [
    [u * (right[0] - x * ahead[0]), u * (right[1] - x * ahead[1]), u * (right[2] - x * ahead[2])],
    [v * (down[0] - y * ahead[0]), v * (down[1] - y * ahead[1]), v * (down[2] - y * ahead[2])],
  ];
}

/**
 * The point that its sights agree on, by iterated linear least squares in pixels (Hartley and Sturm, "Triangulation", 1997).
 * Undefined where they do not fix one in front of all cameras.
 */
export function triangulate(observations: readonly Observation[]): Triangulated | undefined {
  const origin = observations[0]?.camera.position;
  if (origin === undefined) return undefined;
  let point: Vector3 | undefined;
  let covariance: Matrix3 | undefined;
  for (let round = 0; round < rounds; round += 1) {
    let [xx, xy, xz, yy, yz, zz, bx, by, bz] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
    for (const observation of observations) {
      const { camera } = observation;
      const offset = subtract(camera.position, origin);
      const depth = point === undefined ? 1 : dot(camera.ahead, subtract(point, offset));
      if (!(depth > 0)) return undefined;
      for (const [nx, ny, nz] of slopes(observation, depth)) {
        const far = nx * offset[0] + ny * offset[1] + nz * offset[2];
        xx += nx * nx;
        xy += nx * ny;
        xz += nx * nz;
        yy += ny * ny;
        yz += ny * nz;
        zz += nz * nz;
        bx += nx * far;
        by += ny * far;
        bz += nz * far;
      }
    }
    covariance = inverse([xx, xy, xz, xy, yy, yz, xz, yz, zz]);
    if (covariance === undefined) return undefined;
    const [a, b, c, d, e, f, g, h, i] = covariance;
    point = [a * bx + b * by + c * bz, d * bx + e * by + f * bz, g * bx + h * by + i * bz];
  }
  if (point === undefined || covariance === undefined || !point.every(Number.isFinite)) return undefined;
  return {
    point: [point[0] + origin[0], point[1] + origin[1], point[2] + origin[2]],
    covariance,
  };
}

export interface Miss {
  /** Pixels, right and down. */
  readonly x: number;
  readonly y: number;
  /** Root mean square of both, in units of what errors of one pixel in every picture would make of it. */
  readonly normalized: number;
  /** What they would make of it, pixels. */
  readonly expected: number;
}

/** How far from a sight a point triangulated without it appears; undefined behind the camera. */
export function missOf(observation: Observation, { point, covariance }: Triangulated): Miss | undefined {
  const { camera } = observation;
  const offset = subtract(point, camera.position);
  const depth = dot(camera.ahead, offset);
  if (!(depth > 0)) return undefined;
  const at = { camera, x: dot(camera.right, offset) / depth, y: dot(camera.down, offset) / depth };
  const [u, v] = slopes(at, depth);
  const [x, y] = [camera.fx * (at.x - observation.x), camera.fy * (at.y - observation.y)];
  const [cu, cv] = [spreadOf(covariance, u), spreadOf(covariance, v)];
  const [suu, suv, svv] = [1 + dot(u, cu), dot(u, cv), 1 + dot(v, cv)];
  const d = suu * svv - suv * suv;
  return {
    x,
    y,
    normalized: Math.sqrt((svv * x * x - 2 * suv * x * y + suu * y * y) / (2 * d)),
    expected: Math.sqrt((suu + svv) / 2),
  };
}

const spreadOf = (m: Matrix3, [x, y, z]: Vector3): Vector3 => [
  m[0] * x + m[1] * y + m[2] * z,
  m[3] * x + m[4] * y + m[5] * z,
  m[6] * x + m[7] * y + m[8] * z,
];
