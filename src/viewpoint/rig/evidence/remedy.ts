import { add, cross, dot, normalize, scale } from '../../camera/index.js';
import type { Vector3 } from '../../camera/index.js';
import { degrees } from '../angles.js';
import { median, quantile } from '../statistics.js';
import { accumulate, solve } from './linear-solve.js';
import { rightly, typicalMiss } from './agreement.js';
import type { Evidence } from './agreement.js';
import type { SightCamera } from './sight.js';
import { missOf, triangulate } from './triangulate.js';
import type { Miss, Triangulated } from './triangulate.js';

export type Cause = 'rotation' | 'focal-length' | 'position' | 'pose' | 'unclear';

/** What would mend a camera. */
export interface Remedy {
  readonly cause: Cause;
  /** Typical miss that is left, working pixels. */
  readonly left: number;
  /** Degrees that the calibration's rotation is off; 0 where that is not the cause. */
  readonly turned: number;
  /** True focal length over the calibration's; 1 where that is not the cause. */
  readonly zoom: number;
  /** Scene units that the calibration's position is off; 0 where that is not the cause. */
  readonly moved: number;
}

/** Rotation vector about the camera's own right, down and ahead (radians), relative zoom, movement along the same axes. */
type Change = readonly [number, number, number, number, number, number, number];
const none: Change = [0, 0, 0, 0, 0, 0, 0];
const parameters: Readonly<Record<Exclude<Cause, 'unclear'>, readonly number[]>> = {
  rotation: [0, 1, 2],
  'focal-length': [3],
  position: [4, 5, 6],
  pose: [0, 1, 2, 4, 5, 6],
};
/** Six numbers want more points than they are. */
const leastKnown = 10;
const rounds = 12;
/** Pixels at which a point's weight has fallen to a quarter, or what this part of the points miss by: others may be wrong. */
const fairMiss = 1;
const surest = 0.3;
/** A cause that leaves less than this of the miss, or less than this many pixels, explains it. */
const explains = 0.35;
const explained = 0.8;
/** A cause with more freedom is only better where it leaves less than this part of the simpler one's. */
const worthMore = 0.6;

interface KnownPoint extends Triangulated {
  readonly x: number;
  readonly y: number;
}

/** The simplest change after which a camera sees the points, which the rest fix, where it does. */
export function remedyFor(evidence: Evidence, index: number, rest: ReadonlySet<number>): Remedy {
  const camera = evidence.cameras[index];
  const points =
    camera === undefined
      ? []
      : rightly(
          knownPoints(evidence, index, rest),
          (point) => residual(camera, camera, point)?.normalized ?? Infinity,
        );
  const unclear: Remedy = { cause: 'unclear', left: NaN, turned: 0, zoom: 1, moved: 0 };
  if (camera === undefined || points.length < leastKnown) return unclear;
  const before = missLeft(camera, camera, points);
  const reach = median(points.map(({ point }) => dot(camera.ahead, add(point, scale(camera.position, -1)))));
  let best: Remedy = { ...unclear, left: before };
  for (const cause of ['focal-length', 'rotation', 'position', 'pose'] as const) {
    const change = fit(camera, points, parameters[cause], reach);
    const left = missLeft(changed(camera, change, reach), camera, points);
    const enough = left < Math.max(explained, explains * before);
    if (!enough || !(left < (best.cause === 'unclear' ? 1 : worthMore) * best.left)) continue;
    best = {
      cause,
      left,
      turned: degrees(Math.hypot(change[0], change[1], change[2])),
      zoom: 1 + change[3],
      moved: Math.hypot(change[4], change[5], change[6]) * reach,
    };
  }
  return best;
}

function knownPoints({ seen }: Evidence, index: number, rest: ReadonlySet<number>): readonly KnownPoint[] {
  return (seen[index] ?? []).flatMap(({ own, others }) => {
    const theirs = others.filter((sight) => rest.has(sight.index));
    const fixed = theirs.length < 2 ? undefined : triangulate(theirs);
    return fixed === undefined ? [] : [{ ...fixed, x: own.x, y: own.y }];
  });
}

function missLeft(camera: SightCamera, calibrated: SightCamera, points: readonly KnownPoint[]): number {
  return typicalMiss(missesOf(camera, calibrated, points));
}

const missesOf = (
  camera: SightCamera,
  calibrated: SightCamera,
  points: readonly KnownPoint[],
): readonly number[] => points.map((point) => residual(camera, calibrated, point)?.normalized ?? Infinity);

/** Movement is in units of `reach`, the usual depth, so that all parameters are of about one size. */
function changed(camera: SightCamera, [rx, ry, rz, zoom, mx, my, mz]: Change, reach: number): SightCamera {
  const { right, down, ahead } = camera;
  const along = (x: number, y: number, z: number): Vector3 =>
    add(add(scale(right, x), scale(down, y)), scale(ahead, z));
  const angle = Math.hypot(rx, ry, rz);
  const turn = (vector: Vector3): Vector3 =>
    angle === 0 ? vector : turnAbout(vector, normalize(along(rx, ry, rz)), angle);
  return {
    ...camera,
    fx: camera.fx * (1 + zoom),
    fy: camera.fy * (1 + zoom),
    position: add(camera.position, scale(along(mx, my, mz), reach)),
    right: turn(right),
    down: turn(down),
    ahead: turn(ahead),
  };
}

/** Rodrigues' formula. */
function turnAbout(vector: Vector3, axis: Vector3, angle: number): Vector3 {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return add(add(scale(vector, c), scale(cross(axis, vector), s)), scale(axis, dot(axis, vector) * (1 - c)));
}

/** Gauss and Newton's method with numerical slopes, points weighted by Geman and McClure. */
function fit(
  camera: SightCamera,
  points: readonly KnownPoint[],
  free: readonly number[],
  reach: number,
): Change {
  let change = none;
  const size = free.length;
  for (let round = 0; round < rounds; round += 1) {
    const now = changed(camera, change, reach);
    const fair = Math.max(fairMiss, quantile(missesOf(now, camera, points), surest));
    const normal = new Float64Array(size * (size + 1));
    for (const point of points) {
      const at = residual(now, camera, point);
      if (at === undefined) continue;
      const weight = 1 / (1 + (at.normalized / fair) ** 2) ** 2 / at.expected ** 2;
      const slopes = free.map((parameter) => {
        const moved = residual(changed(camera, nudged(change, parameter, nudge), reach), camera, point);
        return moved === undefined ? [0, 0] : [(moved.x - at.x) / nudge, (moved.y - at.y) / nudge];
      });
      for (let i = 0; i < size; i += 1) {
        const [ix = 0, iy = 0] = slopes[i] ?? [];
        for (let j = 0; j < size; j += 1) {
          const [jx = 0, jy = 0] = slopes[j] ?? [];
          accumulate(normal, i * (size + 1) + j, weight * (ix * jx + iy * jy));
        }
        accumulate(normal, i * (size + 1) + size, -weight * (ix * at.x + iy * at.y));
      }
    }
    const step = solve(normal, size);
    if (step === undefined) break;
    change = free.reduce((sum, parameter, i) => nudged(sum, parameter, step[i] ?? 0), change);
    if (Math.hypot(...step) < 1e-8) break;
  }
  return change;
}

/** Small against a pixel, large against rounding. */
const nudge = 1e-6;

const nudged = (change: Change, parameter: number, by: number): Change => {
  const [a, b, c, d, e, f, g] = change.map((value, index) => (index === parameter ? value + by : value));
  return [a ?? 0, b ?? 0, c ?? 0, d ?? 0, e ?? 0, f ?? 0, g ?? 0];
};

/** What was observed is in pixels: with another focal length, the same pixel is another sight. */
function residual(camera: SightCamera, calibrated: SightCamera, point: KnownPoint): Miss | undefined {
  const [zx, zy] = [calibrated.fx / camera.fx, calibrated.fy / camera.fy];
  return missOf({ camera, x: point.x * zx, y: point.y * zy }, point);
}
