import { cross, dot, inverse, length, normalize, subtract, transform } from '../camera/index.js';
import type { CameraModel, Vector3 } from '../camera/index.js';
import { angleBetween } from './angles.js';
import { elevationRange } from './limits.js';
import { nearestTowards } from './nearest.js';
import type { Sighted } from './nearest.js';
import { placeOf } from './place.js';
import type { Rig, RigCamera } from './rig.js';
import { camerasOf, placeOnRow, rowWraps } from './row-path.js';

export interface Sources {
  /** Those that surround the target come first, the nearest of them leading; then others by angle. */
  readonly sources: readonly Sighted[];
  /** How many of them surround it: 1 to 3. */
  readonly around: number;
  /** The widest angle between two that surround it, degrees at the pivot; 0 beyond the ends of a row. */
  readonly gap: number;
}

export interface SourceOptions {
  /** Ids that may not be used: cameras held out for measuring, or without a picture. */
  readonly without?: readonly string[];
}

/** Cameras that are looked at for a triangle about the target. */
const candidates = 10;
/** A triangle thinner than this (volume of its three unit vectors) has no inside. */
const flatTriangle = 1e-9;
/** How far outside of a triangle or a pair the target may be, as a part of the weights. */
const onBorder = -1e-9;

/** The cameras to make a picture from: on a row the two that bracket it, on several rows the smallest triangle about it. */
export function sourcesFor(
  rig: Rig,
  target: CameraModel,
  count = 4,
  { without = [] }: SourceOptions = {},
): Sources {
  const direction = normalize(subtract(target.position, rig.pivot));
  const usable = nearestTowards(rig, direction).filter(({ camera }) => !without.includes(camera.id));
  const bracket = besideRow(rig, target)
    ? (triangleAbout(usable.slice(0, candidates), direction) ?? pairAbout(usable, direction))
    : bracketOnRow(rig, target, usable);
  const around = bracket.length > 0 ? bracket : usable.slice(0, 1);
  const chosen = around.slice(0, count);
  return {
    sources: [...chosen, ...usable.filter((each) => !around.includes(each))].slice(0, count),
    around: chosen.length,
    gap: widestOf(chosen),
  };
}

function widestOf(sighted: readonly Sighted[]): number {
  const angles = sighted.flatMap((a, index) =>
    sighted.slice(index + 1).map((b) => angleBetween(a.camera.direction, b.camera.direction)),
  );
  return Math.max(0, ...angles);
}

/** Whether there is more than a row, and the target is not on it. */
function besideRow(rig: Rig, target: CameraModel): boolean {
  if (rig.shape === 'rows') return true;
  if (rig.rows[0]?.length === rig.cameras.length) return false;
  const { azimuth, elevation } = placeOf(rig, target.position);
  const [low, high] = elevationRange(rig, azimuth);
  return elevation < low || elevation > high;
}

function bracketOnRow(rig: Rig, target: CameraModel, usable: readonly Sighted[]): readonly Sighted[] {
  const [ids = []] = rig.rows;
  const row = camerasOf(rig, ids).filter((camera) => usable.some((each) => each.camera === camera));
  const place = placeOnRow(row, placeOf(rig, target.position).azimuth, rowWraps(rig));
  const chosen: ReadonlySet<RigCamera | undefined> = new Set([place?.a, place?.b]);
  return usable.filter(({ camera }) => chosen.has(camera));
}

/** Of the triangles that hold the target, the one whose farthest corner is nearest. */
function triangleAbout(usable: readonly Sighted[], direction: Vector3): readonly Sighted[] | undefined {
  // By angle: the first triangle that holds the target with its last corner at k is the best.
  for (const [k, c] of usable.entries())
    for (const [j, b] of usable.slice(0, k).entries())
      for (const a of usable.slice(0, j)) if (holds(a, b, c, direction)) return [a, b, c];
  return undefined;
}

/** Whether a direction is a sum of three others with no negative part. */
function holds(a: Sighted, b: Sighted, c: Sighted, direction: Vector3): boolean {
  const [u, v, w] = [a.camera.direction, b.camera.direction, c.camera.direction];
  if (Math.abs(dot(u, cross(v, w))) < flatTriangle) return false;
  const parts = inverse([u[0], v[0], w[0], u[1], v[1], w[1], u[2], v[2], w[2]]);
  return parts !== undefined && transform(parts, direction).every((part) => part >= onBorder);
}

/** Outside of all triangles: the neighbours between which the target passes nearest. */
function pairAbout(usable: readonly Sighted[], direction: Vector3): readonly Sighted[] {
  let best: readonly Sighted[] = usable.slice(0, 1);
  let least = Infinity;
  const near = usable.slice(0, candidates);
  for (const [index, b] of near.entries())
    for (const a of near.slice(0, index)) {
      const away = offArc(a.camera.direction, b.camera.direction, direction);
      if (away !== undefined && away + b.angle < least) [best, least] = [[a, b], away + b.angle];
    }
  return best;
}

/** The angle from an arc between two directions, degrees; undefined where its nearest point is an end. */
function offArc(a: Vector3, b: Vector3, direction: Vector3): number | undefined {
  const normal = cross(a, b);
  const size = length(normal);
  if (!(size > flatTriangle)) return undefined;
  const inside = dot(cross(normal, a), direction) >= 0 && dot(cross(b, normal), direction) >= 0;
  return inside ? Math.abs(90 - angleBetween(normal, direction)) : undefined;
}
