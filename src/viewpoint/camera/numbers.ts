import { invalidCamera } from './errors.js';
import type { Matrix3, Vector3 } from './vector.js';

/** Row-major, flat or nested, in plain or typed arrays. */
export type Numbers = ArrayLike<number> | ArrayLike<ArrayLike<number>>;

/** What comes from JSON or from a page without types may be anything: it is looked at, not believed. */
const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

/** More than any matrix here has; keeps a list of a million entries from being walked. */
const most = 16;

function flat(value: unknown): unknown[] | undefined {
  if (!isList(value) || value.length > most) return undefined;
  const rows = Array.from(value);
  if (!rows.some(isList)) return rows;
  const cells: unknown[] = [];
  for (const row of rows) {
    if (!isList(row) || row.length > most) return undefined;
    cells.push(...Array.from(row));
  }
  return cells;
}

/** Finite numbers, however they are nested. */
export function finiteNumbers(value: unknown, camera: string, name: string): readonly number[] {
  const cells = flat(value);
  if (cells === undefined) {
    throw invalidCamera(camera, `${name} is no list of numbers`, {
      hint: `Give ${name} as an array of numbers, row by row or nested.`,
    });
  }
  return cells.map((cell) => {
    if (typeof cell === 'number' && Number.isFinite(cell)) return cell;
    throw invalidCamera(camera, `${name} holds ${typeof cell === 'number' ? cell : `a ${typeof cell}`}`, {
      hint: `Every entry of ${name} has to be a finite number.`,
    });
  });
}

/** Exactly `count` of them; gives their reader, since a length is lost on the compiler. */
function reader(value: unknown, camera: string, name: string, count: number): (at: number) => number {
  const cells = finiteNumbers(value, camera, name);
  if (cells.length !== count) {
    throw invalidCamera(camera, `${name} has ${cells.length} numbers, not ${count}`, {
      hint: `Give ${name} as ${count} numbers, row-major, flat or nested.`,
    });
  }
  return (at) => cells[at] ?? NaN;
}

export function vector3(value: unknown, camera: string, name: string): Vector3 {
  const at = reader(value, camera, name, 3);
  return [at(0), at(1), at(2)];
}

export function matrix3(value: unknown, camera: string, name: string): Matrix3 {
  const at = reader(value, camera, name, 9);
  return [at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7), at(8)];
}

/** [M | p]: the left 3x3 and the fourth column. */
export interface Affine {
  readonly M: Matrix3;
  readonly p: Vector3;
}

const affine = (at: (cell: number) => number): Affine => ({
  M: [at(0), at(1), at(2), at(4), at(5), at(6), at(8), at(9), at(10)],
  p: [at(3), at(7), at(11)],
});

export const matrix3x4 = (value: unknown, camera: string, name: string): Affine =>
  affine(reader(value, camera, name, 12));

/** A 4x4 whose last row is 0, 0, 0, 1; files leave that row away too. */
export function rigid(value: unknown, camera: string, name: string): Affine {
  const cells = finiteNumbers(value, camera, name);
  if (cells.length === 12) return matrix3x4(value, camera, name);
  const at = reader(value, camera, name, 16);
  if (at(12) !== 0 || at(13) !== 0 || at(14) !== 0 || at(15) !== 1) {
    throw invalidCamera(camera, `the last row of ${name} is not 0, 0, 0, 1`, {
      hint: `Give ${name} as a 4x4 matrix that rotates and moves, row-major.`,
    });
  }
  return affine(at);
}
