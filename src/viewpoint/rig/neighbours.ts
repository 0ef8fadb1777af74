import { dot, subtract } from '../camera/index.js';
import { angleBetween } from './angles.js';
import type { Gap, RigCamera } from './rig.js';

/** On the unit sphere: nearer than this is the same direction, and a corner this near to the circle lies on it. */
const rounding = 1e-9;

export const gapBetween = (a: RigCamera, b: RigCamera): Gap => ({
  a: a.id,
  b: b.id,
  angle: angleBetween(a.direction, b.direction),
});

/**
 * Neighbours on the viewing sphere: two cameras with no third inside the circle that has them as its diameter (Gabriel and
 * Sokal, "A New Statistical Approach to Geographic Variation Analysis", 1969). A part of the Delaunay triangulation, always
 * connected, without the long edges that Delaunay has along a border.
 */
export function gabrielPairs(cameras: readonly RigCamera[]): readonly (readonly [RigCamera, RigCamera])[] {
  return cameras.flatMap((a, index) =>
    cameras
      .slice(index + 1)
      .filter((b) => !cameras.some((c) => isBetween(c, a, b)))
      .map((b) => [a, b] as const),
  );
}

/** On the circle counts too: else every square of a grid had both its diagonals. */
function isBetween(c: RigCamera, a: RigCamera, b: RigCamera): boolean {
  const toA = subtract(a.direction, c.direction);
  const toB = subtract(b.direction, c.direction);
  const [alongA, alongB] = [dot(toA, toA), dot(toB, toB)];
  // A camera in the same direction is a neighbour, not one between.
  if (alongA < rounding || alongB < rounding) return false;
  return dot(toA, toB) < rounding;
}

/** Each with the next, and where it wraps the last with the first. */
export function alongRow(row: readonly RigCamera[], wraps: boolean): readonly Gap[] {
  return row.flatMap((a, index) => {
    const b = row[index + 1] ?? (wraps && row.length > 2 ? row[0] : undefined);
    return b === undefined ? [] : [gapBetween(a, b)];
  });
}
