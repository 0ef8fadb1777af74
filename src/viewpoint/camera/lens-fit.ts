import { distort } from './lens.js';
import type { Distortion, Point2 } from './lens.js';

/** The same direction, as a pinhole sees it and as the lens shows it; normalized coordinates. */
export interface Bent {
  readonly straight: Point2;
  readonly shown: Point2;
}

export interface LensFit {
  readonly distortion: Distortion;
  /** Largest distance between where the fitted lens shows a point and where it should, normalized coordinates. */
  readonly worst: number;
}

/**
 * The Brown-Conrady lens (k1, k2, p1, p2, k3) that comes nearest to a lens of another model: the model is linear in its
 * coefficients, so this is linear least squares by its normal equations. Undefined where the points do not determine it.
 */
export function fitLens(points: readonly Bent[]): LensFit | undefined {
  const reach = Math.max(...points.map(({ straight }) => Math.hypot(straight.x, straight.y)));
  // Columns of like size keep the normal equations well conditioned.
  const sizes = [reach ** 3, reach ** 5, reach ** 2, reach ** 2, reach ** 7];
  const normal = sizes.map(() => sizes.map(() => 0));
  const right = sizes.map(() => 0);
  for (const { straight, shown } of points) {
    const { x, y } = straight;
    const r2 = x * x + y * y;
    const rows: readonly (readonly [factors: readonly number[], value: number])[] = [
      [[x * r2, x * r2 * r2, 2 * x * y, r2 + 2 * x * x, x * r2 ** 3], shown.x - x],
      [[y * r2, y * r2 * r2, r2 + 2 * y * y, 2 * x * y, y * r2 ** 3], shown.y - y],
    ];
    for (const [factors, value] of rows) {
      const row = factors.map((factor, index) => factor / (sizes[index] ?? NaN));
      row.forEach((a, i) => {
        right[i] = (right[i] ?? NaN) + a * value;
        row.forEach((b, j) => {
          const cells = normal[i];
          if (cells !== undefined) cells[j] = (cells[j] ?? NaN) + a * b;
        });
      });
    }
  }
  const found = solve(normal, right)?.map((value, index) => value / (sizes[index] ?? NaN));
  if (found === undefined || !found.every(Number.isFinite)) return undefined;
  const [k1 = 0, k2 = 0, p1 = 0, p2 = 0, k3 = 0] = found;
  const distortion: Distortion = [k1, k2, p1, p2, k3];
  const worst = points.reduce((most, { straight, shown }) => {
    const at = distort(distortion, straight);
    return Math.max(most, Math.hypot(at.x - shown.x, at.y - shown.y));
  }, 0);
  return { distortion, worst };
}

/** Gauss-Jordan elimination with row pivots; undefined where the matrix is singular. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | undefined {
  let rows = matrix.map((row, index) => [...row, right[index] ?? NaN]);
  for (let column = 0; column < rows.length; column += 1) {
    const at = (row: readonly number[]): number => Math.abs(row[column] ?? NaN);
    const pivot = rows.slice(column).reduce((best, row) => (at(row) > at(best) ? row : best));
    const head = pivot[column] ?? 0;
    if (!(Math.abs(head) > 0)) return undefined;
    const unit = pivot.map((cell) => cell / head);
    const others = rows.filter((row) => row !== pivot);
    const reduced = others.map((row) =>
      row.map((cell, index) => cell - (row[column] ?? NaN) * (unit[index] ?? NaN)),
    );
    rows = [...reduced.slice(0, column), unit, ...reduced.slice(column)];
  }
  return rows.map((row) => row.at(-1) ?? NaN);
}
