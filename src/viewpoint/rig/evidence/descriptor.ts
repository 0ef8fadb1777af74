import type { Slopes } from './grey.js';
import type { Corner } from './corners.js';

/** 4 x 4 places of 8 directions. */
export const descriptorSize = 128;
const side = 4;
const directions = 8;
const samples = 16;
/** Pixels between samples: the patch is 24 pixels wide. */
const step = 1.5;
/** Pixels from a corner to the border that its patch needs, at any roll. */
export const descriptorReach = Math.ceil((samples / 2) * step * Math.SQRT2) + 1;
/** Largest part that one cell may have, so that a single strong edge does not decide (Lowe 2004, 6.1). */
const most = 0.2;

/** Spatial weight of a sample along one axis: a Gaussian of half the patch. */
const weights = Float32Array.from({ length: samples }, (_, i) => {
  const away = (i - (samples - 1) / 2) / (samples / 2);
  return Math.exp(-away * away * 2);
});
/** The middle cells come first: they tell most, so a comparison that ends early has seen them. */
const places = [4, 5, 6, 7, 8, 0, 1, 9, 10, 2, 3, 11, 12, 13, 14, 15] as const;

/**
 * Histograms of gradient directions about a corner (Lowe, "Distinctive Image Features from Scale-Invariant Keypoints", 2004),
 * upright: rigs are, so the direction is not searched for; `roll`, the turn of "up" in the picture, is taken out, radians,
 * clockwise. Writes `descriptorSize` numbers of unit length at `offset`.
 */
export function describe(
  slopes: Slopes,
  corner: Corner,
  roll: number,
  into: Float32Array,
  offset: number,
): void {
  const { width } = slopes;
  const [c, s] = [Math.cos(roll), Math.sin(roll)];
  const cells = into.subarray(offset, offset + descriptorSize).fill(0);
  for (let j = 0; j < samples; j += 1) {
    const dv = (j - (samples - 1) / 2) * step;
    // In cells, from the middle of the first: -0.375 to 3.375.
    const cellV = ((j + 0.5) * side) / samples - 0.5;
    for (let i = 0; i < samples; i += 1) {
      const du = (i - (samples - 1) / 2) * step;
      const at = Math.round(corner.y + s * du + c * dv) * width + Math.round(corner.x + c * du - s * dv);
      const [px, py] = [slopes.x[at] ?? 0, slopes.y[at] ?? 0];
      // The slope in the patch's own axes.
      const [gx, gy] = [c * px + s * py, -s * px + c * py];
      const magnitude = Math.sqrt(gx * gx + gy * gy) * (weights[i] ?? 0) * (weights[j] ?? 0);
      if (magnitude === 0) continue;
      const direction = ((Math.atan2(gy, gx) / (2 * Math.PI) + 1) * directions) % directions;
      share(cells, ((i + 0.5) * side) / samples - 0.5, cellV, direction, magnitude);
    }
  }
  normalise(cells);
}

/** Adds to the cells about a place, each by how near it is, so that small shifts change little. */
function share(cells: Float32Array, u: number, v: number, direction: number, magnitude: number): void {
  const [u0, v0, d0] = [Math.floor(u), Math.floor(v), Math.floor(direction)];
  const [fu, fv, fd] = [u - u0, v - v0, direction - d0];
  for (let dv = 0; dv < 2; dv += 1) {
    const row = v0 + dv;
    if (row < 0 || row >= side) continue;
    const partV = magnitude * (dv === 0 ? 1 - fv : fv);
    for (let du = 0; du < 2; du += 1) {
      const column = u0 + du;
      if (column < 0 || column >= side) continue;
      const part = partV * (du === 0 ? 1 - fu : fu);
      const at = (places[row * side + column] ?? 0) * directions;
      const [first, second] = [at + (d0 % directions), at + ((d0 + 1) % directions)];
      cells[first] = (cells[first] ?? 0) + part * (1 - fd);
      cells[second] = (cells[second] ?? 0) + part * fd;
    }
  }
}

function normalise(cells: Float32Array): void {
  for (let round = 0; round < 2; round += 1) {
    let sum = 0;
    for (const value of cells) sum += value * value;
    const unit = sum > 0 ? 1 / Math.sqrt(sum) : 0;
    for (let i = 0; i < cells.length; i += 1) {
      const value = (cells[i] ?? 0) * unit;
      cells[i] = round === 0 ? Math.min(most, value) : value;
    }
  }
}
