import { leastSquares } from './least-squares.js';
import type { Slanted } from './least-squares.js';
import type { PictureSize } from '../pictures/index.js';

/** Of a square's pixels, how many have to be believed for a plane of its own. */
const leastPart = 0.25;

/**
 * Planes for squares of which too little is believed to have one: those of the nearest squares that have, carried on. Inverse depth of a flat
 * surface is linear in the picture, so that a floor goes on as a floor where only one camera sees it.
 *
 * @param q inverse depth of every pixel
 * @param sure confidence of every pixel; from `least` on it is believed
 */
export function guesses(
  { width, height }: PictureSize,
  q: Float32Array,
  sure: Uint8Array,
  side: number,
  least: number,
  steepest: number,
): readonly (Slanted | undefined)[] {
  const [columns, rows] = [Math.ceil(width / side), Math.ceil(height / side)];
  let planes = Array.from({ length: columns * rows }, (_, cell) =>
    fitted((cell % columns) * side, Math.floor(cell / columns) * side),
  );
  for (let left = columns + rows; left > 0 && planes.includes(undefined); left -= 1) {
    const before = planes;
    planes = before.map(
      (known, cell) => known ?? carriedOn(before, cell % columns, Math.floor(cell / columns)),
    );
  }
  return planes;

  function fitted(x: number, y: number): Slanted | undefined {
    const middle = (side - 1) / 2;
    let [n, sx, sy, sxx, sxy, syy, sq, sxq, syq] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
    for (let j = 0; j < side && y + j < height; j += 1)
      for (let i = 0; i < side && x + i < width; i += 1) {
        const at = (y + j) * width + x + i;
        if ((sure[at] ?? 0) < least) continue;
        const value = q[at] ?? 0;
        const [u, v] = [i - middle, j - middle];
        n += 1;
        sx += u;
        sy += v;
        sxx += u * u;
        sxy += u * v;
        syy += v * v;
        sq += value;
        sxq += u * value;
        syq += v * value;
      }
    if (n < leastPart * side * side) return undefined;
    const [base, gx, gy] = leastSquares(n, sx, sy, sxx, sxy, syy, sq, sxq, syq);
    if (Math.max(Math.abs(gx), Math.abs(gy)) > steepest) return [sq / n, 0, 0];
    return [base, gx, gy];
  }

  function carriedOn(
    known: readonly (Slanted | undefined)[],
    column: number,
    row: number,
  ): Slanted | undefined {
    const found: Slanted[] = [];
    for (const [dx, dy] of around) {
      const [x, y] = [column + dx, row + dy];
      if (x < 0 || y < 0 || x >= columns || y >= rows) continue;
      const plane = known[y * columns + x];
      if (plane !== undefined)
        found.push([plane[0] - (plane[1] * dx + plane[2] * dy) * side, plane[1], plane[2]]);
    }
    if (found.length === 0) return undefined;
    // The one in the middle: among several a plane of something else is an outlier.
    found.sort((a, b) => a[0] - b[0]);
    return found[(found.length - 1) >> 1];
  }
}

const around = [-1, 0, 1]
  .flatMap((dy) => [-1, 0, 1].map((dx) => [dx, dy] as const))
  .filter(([dx, dy]) => dx !== 0 || dy !== 0);
