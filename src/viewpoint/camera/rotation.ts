import { determinant, identity, inverse, multiply, transpose } from './vector.js';
import type { Matrix3 } from './vector.js';
import { invalidCamera, mirrored } from './errors.js';

/** How far a matrix may be from a rotation and still be one that was rounded when it was written down. */
const rounding = 2e-3;
/** Newton's steps; the first already leaves an error of the square of `rounding`. */
const steps = 6;

const zip = (a: Matrix3, b: Matrix3, join: (x: number, y: number) => number): Matrix3 => [
  join(a[0], b[0]),
  join(a[1], b[1]),
  join(a[2], b[2]),
  join(a[3], b[3]),
  join(a[4], b[4]),
  join(a[5], b[5]),
  join(a[6], b[6]),
  join(a[7], b[7]),
  join(a[8], b[8]),
];

/** Largest entry of R R^T - I. */
function departure(R: Matrix3): number {
  return Math.max(...zip(multiply(R, transpose(R)), identity, (x, y) => Math.abs(x - y)));
}

/**
 * The rotation nearest to a matrix that is one but for rounding: the orthogonal factor of its polar decomposition, by
 * Newton's iteration (Higham, "Computing the polar decomposition - with applications", 1986).
 */
export function nearestRotation(R: Matrix3, camera: string, name = 'R'): Matrix3 {
  if (!(departure(R) <= rounding)) {
    throw invalidCamera(camera, `${name} is not a rotation: its rows are not perpendicular unit vectors`, {
      hint: `Give ${name} as a 3x3 rotation matrix, row-major, without scale; a Rodrigues vector has to be turned into a matrix first.`,
    });
  }
  if (determinant(R) < 0) throw mirrored(camera, `${name} has determinant -1`);
  let turned = R;
  for (let step = 0; step < steps && departure(turned) > 4 * Number.EPSILON; step += 1) {
    const back = inverse(turned);
    if (back === undefined) break;
    turned = zip(turned, transpose(back), (x, y) => (x + y) / 2);
  }
  return turned;
}
