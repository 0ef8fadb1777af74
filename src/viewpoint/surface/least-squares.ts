/** Inverse depth in the middle of a square, and how it changes a pixel: to the right, and down. */
export type Slanted = readonly [middle: number, gx: number, gy: number];

/** The plane of least squares, from sums over weighted pixels: x and y from the middle, and inverse depth q. Level where they are in a line. */
export function leastSquares(
  n: number,
  sx: number,
  sy: number,
  sxx: number,
  sxy: number,
  syy: number,
  sq: number,
  sxq: number,
  syq: number,
): Slanted {
  const [mx, my, mq] = [sx / n, sy / n, sq / n];
  const [xx, xy, yy] = [sxx / n - mx * mx, sxy / n - mx * my, syy / n - my * my];
  const [xq, yq] = [sxq / n - mx * mq, syq / n - my * mq];
  const d = xx * yy - xy * xy;
  const tilted = d > 1e-6;
  const gx = tilted ? (xq * yy - yq * xy) / d : 0;
  const gy = tilted ? (yq * xx - xq * xy) / d : 0;
  return [mq - gx * mx - gy * my, gx, gy];
}
