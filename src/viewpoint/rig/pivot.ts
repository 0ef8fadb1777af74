import {
  add,
  cross,
  dot,
  forward,
  inverse,
  length,
  normalize,
  scale,
  subtract,
  transform,
  viewed,
} from '../camera/index.js';
import type { CameraModel, Matrix3, Vector3 } from '../camera/index.js';
import { angleBetween } from './angles.js';
import type { PivotQuality, PivotReason } from './rig.js';
import { centroid } from './scatter.js';
import { median } from './statistics.js';

export interface Pivot {
  readonly point: Vector3;
  readonly quality: PivotQuality;
}

/** Degrees that the cameras have to span, seen from the pivot, before its distance means anything. */
const leastSpan = 1.5;
/** A pivot has to explain the axes better than one at infinity: missed by at most this part of what they miss that. */
const betterThanParallel = 0.6;
/** Below this, where two axes pass each other says nothing (sine squared of their angle, about a twentieth of a degree). */
const parallelPair = 1e-6;
const pairsTried = 2000;
const rounds = 30;
/** An axis that misses by this (degrees), or by what the others miss by, has a quarter of the weight of one that does not. */
const fairMiss = 0.5;
/** Of a picture's width: what the outermost of parallel cameras still share at the distance that is guessed. */
const sharedPart = 0.5;

/** The point given, with how well the cameras look at it. */
export function pivotAt(cameras: readonly CameraModel[], point: Vector3, reason: PivotReason): Pivot {
  return {
    point,
    quality: {
      reason,
      reliable: reason === 'subject' || reason === 'converging',
      offset: median(cameras.map((camera) => missOf(camera, point))),
      elsewhere: cameras.filter((camera) => !inPicture(camera, point)).map(({ id }) => id),
    },
  };
}

/**
 * The point nearest to all optical axes, in angles as the cameras see them, by iteratively reweighted least squares (Geman
 * and McClure's weights), begun at that crossing of two axes that most cameras look at. No length is built in.
 */
export function findPivot(cameras: readonly CameraModel[]): Pivot {
  const [first] = cameras;
  if (first === undefined || cameras.length === 1) return alone(cameras);
  const start = bestCrossing(cameras);
  const point = start === undefined ? undefined : refined(cameras, start);
  if (point === undefined) return sideBySide(cameras, 'parallel');
  const pivot = pivotAt(cameras, point, 'converging');
  const { offset } = pivot.quality;
  if (
    !(spanFrom(cameras, point) > leastSpan) ||
    !(Math.min(offset, 180 - offset) < betterThanParallel * disparity(cameras))
  )
    return sideBySide(cameras, 'parallel');
  if (pivot.quality.elsewhere.length * 2 > cameras.length) return sideBySide(cameras, 'diverging');
  return pivot;
}

const missOf = (camera: CameraModel, point: Vector3): number =>
  angleBetween(forward(camera), subtract(point, camera.position));

/** The lens is left out: far outside the picture its polynomial can fold back into it. */
function inPicture(camera: CameraModel, point: Vector3): boolean {
  const [x, y, depth] = viewed(camera, point);
  if (!(depth > 0)) return false;
  const u = (camera.fx * x + camera.skew * y) / depth + camera.cx;
  const v = (camera.fy * y) / depth + camera.cy;
  return u > -0.5 && v > -0.5 && u < camera.width - 0.5 && v < camera.height - 0.5;
}

/** Half way between two lines where they pass each other closest. */
function crossing(a: CameraModel, b: CameraModel): Vector3 | undefined {
  const [u, v] = [forward(a), forward(b)];
  const between = subtract(b.position, a.position);
  const c = dot(u, v);
  const sine2 = dot(cross(u, v), cross(u, v));
  if (!(sine2 > parallelPair)) return undefined;
  const [du, dv] = [dot(between, u), dot(between, v)];
  const onA = add(a.position, scale(u, (du - c * dv) / sine2));
  const onB = add(b.position, scale(v, (c * du - dv) / sine2));
  return scale(add(onA, onB), 0.5);
}

function bestCrossing(cameras: readonly CameraModel[]): Vector3 | undefined {
  const pairs = (cameras.length * (cameras.length - 1)) / 2;
  const stride = Math.max(1, Math.ceil(pairs / pairsTried));
  let best: Vector3 | undefined;
  let least = Infinity;
  let index = 0;
  cameras.forEach((a, i) =>
    cameras.slice(i + 1).forEach((b) => {
      index += 1;
      if (index % stride !== 0) return;
      const point = crossing(a, b);
      if (point === undefined) return;
      const miss = median(cameras.map((camera) => missOf(camera, point)));
      if (miss < least) [best, least] = [point, miss];
    }),
  );
  return best;
}

function refined(cameras: readonly CameraModel[], start: Vector3): Vector3 | undefined {
  let point = start;
  for (let round = 0; round < rounds; round += 1) {
    const misses = cameras.map((camera) => missOf(camera, point));
    const fair = Math.max(fairMiss, median(misses));
    const weights = cameras.map((camera, index) => {
      const away = length(subtract(point, camera.position));
      const miss = misses[index] ?? 180;
      return miss > 90 || !(away > 0) ? 0 : 1 / (away * (1 + (miss / fair) ** 2)) ** 2;
    });
    const next = nearestToAxes(cameras, weights);
    if (next === undefined) return point;
    point = next;
  }
  return point;
}

/** Minimises the weighted squares of the distances to the axes: the sum of w (I - d d^T) (x - p) is zero. */
function nearestToAxes(cameras: readonly CameraModel[], weights: readonly number[]): Vector3 | undefined {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const m = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  let right: Vector3 = [0, 0, 0];
  // Relative to one of the cameras: worlds may have their origin far away.
  const origin = cameras[0]?.position ?? [0, 0, 0];
  cameras.forEach((camera, index) => {
    const w = (weights[index] ?? 0) / total;
    const d = forward(camera);
    const p = subtract(camera.position, origin);
    right = add(right, scale(subtract(p, scale(d, dot(d, p))), w));
    for (let row = 0; row < 3; row += 1)
      for (let column = 0; column < 3; column += 1)
        m[row * 3 + column] =
          (m[row * 3 + column] ?? 0) + w * ((row === column ? 1 : 0) - (d[row] ?? 0) * (d[column] ?? 0));
  });
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = m;
  const matrix: Matrix3 = [a, b, c, d, e, f, g, h, i];
  const back = inverse(matrix);
  const point = back === undefined ? undefined : add(origin, transform(back, right));
  return point?.every(Number.isFinite) === true ? point : undefined;
}

/** How far axes are from parallel to the one that most others are nearly parallel to: median, degrees. */
function disparity(cameras: readonly CameraModel[]): number {
  const axes = cameras.map(forward);
  return Math.min(...axes.map((axis) => median(axes.map((other) => angleBetween(axis, other)))));
}

/** The widest angle between two cameras, degrees. */
function spanFrom(cameras: readonly CameraModel[], point: Vector3): number {
  const seen = cameras
    .map(({ position }) => subtract(position, point))
    .filter((offset) => length(offset) > 0);
  let widest = 0;
  seen.forEach((a, i) => seen.slice(i + 1).forEach((b) => (widest = Math.max(widest, angleBetween(a, b)))));
  return widest;
}

/** Before the middle of the cameras, where the outermost still share a part of their pictures. */
function sideBySide(cameras: readonly CameraModel[], reason: PivotReason): Pivot {
  const middle = centroid(cameras.map(({ position }) => position));
  const sum = centroid(cameras.map(forward));
  const [first] = cameras;
  // Cameras that look all round have no common direction: the first decides.
  const ahead = length(sum) > 0.1 || first === undefined ? normalize(sum) : forward(first);
  const reach = Math.max(...cameras.map(({ position }) => length(cross(subtract(position, middle), ahead))));
  if (!(reach > 0)) return { ...alone(cameras), quality: { ...alone(cameras).quality, reason } };
  const focal = median(cameras.map(({ fx, width }) => fx / width));
  const away = (2 * reach * focal) / (1 - sharedPart);
  return pivotAt(cameras, add(middle, scale(ahead, away)), reason);
}

/** One axis has no scale but the scene's own: the point nearest to the origin, round which scenes are often built. */
function alone(cameras: readonly CameraModel[]): Pivot {
  const [camera] = cameras;
  if (camera === undefined) return pivotAt(cameras, [0, 0, 0], 'single');
  const { position } = camera;
  const ahead = forward(camera);
  const towards = -dot(position, ahead);
  const distance = length(position);
  const away = towards > 0.1 * distance ? towards : distance;
  return pivotAt(cameras, add(position, scale(ahead, away > 0 ? away : 1)), 'single');
}
