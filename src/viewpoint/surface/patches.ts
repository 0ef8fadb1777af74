import { guesses } from './guesses.js';
import { leastSquares } from './least-squares.js';

/**
 * A depth map as few flat patches: squares of pixels on which inverse depth is a plane to within a tolerance, found bottom up in a
 * quadtree (Samet 1984). Each is a quad of its own, so nothing is stretched between near and far, and even areas cost nothing.
 */
export interface DepthMap {
  readonly width: number;
  readonly height: number;
  /** Four bytes a pixel: inverse depth (high, low), confidence, anything. */
  readonly bytes: Uint8Array;
}

/** Four corners a patch, four 16-bit numbers each: x and y in 1/16 pixel plus `offset`, inverse depth, confidence. */
export interface Patches {
  readonly count: number;
  readonly corners: Uint16Array<ArrayBuffer>;
}

/** Largest patch: powers of two up to 32 pixels. */
const levels = 5;
/** Corners reach beyond the picture; the numbers must not be negative. */
export const offset = 64;
export const subpixels = 16;
/** From here on what is seen is confirmed by most who could see it. */
const believed = 140;
/** Of what nobody confirms, squares of this size are drawn as one: where it lies is only a guess. */
const vague = 16;
/** How far patches reach over their own border, pixels, so that no crack opens between neighbours. */
const overlap = 0.25;

export interface PatchOptions {
  /** How far a patch may be from the depth of its pixels; inverse depth, 1/65535 of its largest. */
  readonly tolerance: number;
  /** Largest slope, the same a pixel: what is steeper is not a surface but a mistake or an edge, and would be drawn as a streak. */
  readonly steepest: number;
  /** Below this confidence (of 255) depth may be off by more. */
  readonly doubtful: number;
  /** Pixels on a side: larger patches hold pixels of one confidence. */
  readonly mixed: number;
}

/** Yields after every row of the largest patches. */
export function* patchesOf(
  { width, height, bytes }: DepthMap,
  { tolerance, steepest, doubtful, mixed }: PatchOptions,
): Generator<void, Patches> {
  const q = new Float32Array(width * height);
  const sure = new Uint8Array(width * height);
  for (let at = 0; at < q.length; at += 1) {
    q[at] = ((bytes[at * 4] ?? 0) << 8) | (bytes[at * 4 + 1] ?? 0);
    sure[at] = bytes[at * 4 + 2] ?? 0;
  }
  const guessed = guesses({ width, height }, q, sure, vague, believed, steepest);
  const columns = Math.ceil(width / vague);
  let corners = new Uint16Array(16 * 4096);
  let count = 0;
  const emit = (
    x: number,
    y: number,
    size: number,
    middle: number,
    gx: number,
    gy: number,
    confidence: number,
  ): void => {
    if ((count + 1) * 16 > corners.length) {
      const larger = new Uint16Array(corners.length * 2);
      larger.set(corners);
      corners = larger;
    }
    const reach = size / 2 + overlap;
    const [cx, cy] = [x + (size - 1) / 2, y + (size - 1) / 2];
    for (let corner = 0; corner < 4; corner += 1) {
      const dx = corner & 1 ? reach : -reach;
      const dy = corner & 2 ? reach : -reach;
      const at = count * 16 + corner * 4;
      corners[at] = Math.round((cx + dx + offset) * subpixels);
      corners[at + 1] = Math.round((cy + dy + offset) * subpixels);
      corners[at + 2] = Math.max(1, Math.min(65535, Math.round(middle + gx * dx + gy * dy)));
      corners[at + 3] = confidence;
    }
    count += 1;
  };
  const visit = (x: number, y: number, size: number): void => {
    if (x >= width || y >= height) return;
    if (size > 1) {
      const fit = x + size <= width && y + size <= height ? plane(x, y, size) : undefined;
      if (fit === undefined) {
        const half = size / 2;
        visit(x, y, half);
        visit(x + half, y, half);
        visit(x, y + half, half);
        visit(x + half, y + half, half);
        return;
      }
      emit(x, y, size, fit[0], fit[1], fit[2], fit[3]);
      return;
    }
    const at = y * width + x;
    const value = q[at] ?? 0;
    // The slope to the nearer neighbour in depth on either side: across an edge of depth there is none.
    const left = x > 0 ? (q[at - 1] ?? 0) - value : Infinity;
    const right = x + 1 < width ? (q[at + 1] ?? 0) - value : Infinity;
    const above = y > 0 ? (q[at - width] ?? 0) - value : Infinity;
    const below = y + 1 < height ? (q[at + width] ?? 0) - value : Infinity;
    const gx = Math.abs(left) < Math.abs(right) ? -left : right;
    const gy = Math.abs(above) < Math.abs(below) ? -above : below;
    emit(x, y, 1, value, Math.abs(gx) < steepest ? gx : 0, Math.abs(gy) < steepest ? gy : 0, sure[at] ?? 0);
  };
  /** Weighted least squares: what is believed decides where the plane lies, and how far it may be from each pixel. */
  const plane = (x: number, y: number, size: number): [number, number, number, number] | undefined => {
    let [surest, unsurest] = [0, 255];
    for (let j = 0; j < size; j += 1)
      for (let i = 0; i < size; i += 1) {
        const s = sure[(y + j) * width + x + i] ?? 0;
        if (s > surest) surest = s;
        if (s < unsurest) unsurest = s;
      }
    const guess = surest < doubtful;
    if (size > mixed && !guess && surest - unsurest > 96) return undefined;
    // In small patches the doubtful pixels go with the others.
    const least = size <= mixed && !guess ? doubtful : 0;
    let [n, sx, sy, sxx, sxy, syy, sq, sxq, syq, trust] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    const middle = (size - 1) / 2;
    for (let j = 0; j < size; j += 1)
      for (let i = 0; i < size; i += 1) {
        const at = (y + j) * width + x + i;
        const s = sure[at] ?? 0;
        trust += s;
        if (s < least) continue;
        const w = s + 8;
        const value = q[at] ?? 0;
        const [u, v] = [i - middle, j - middle];
        n += w;
        sx += w * u;
        sy += w * v;
        sxx += w * u * u;
        sxy += w * u * v;
        syy += w * v * v;
        sq += w * value;
        sxq += w * u * value;
        syq += w * v * value;
      }
    const confidence = Math.round(trust / (size * size));
    if (guess) {
      if (size > vague) return undefined;
      const near = guessed[Math.floor(y / vague) * columns + Math.floor(x / vague)];
      if (near === undefined) return [sq / n, 0, 0, confidence];
      const [dx, dy] = [(x % vague) + middle - (vague - 1) / 2, (y % vague) + middle - (vague - 1) / 2];
      return [near[0] + near[1] * dx + near[2] * dy, near[1], near[2], confidence];
    }
    const [base, gx, gy] = leastSquares(n, sx, sy, sxx, sxy, syy, sq, sxq, syq);
    if (Math.max(Math.abs(gx), Math.abs(gy)) > steepest) return undefined;
    for (let j = 0; j < size; j += 1)
      for (let i = 0; i < size; i += 1) {
        const at = (y + j) * width + x + i;
        const s = sure[at] ?? 0;
        if (s < least) continue;
        const error = Math.abs(base + gx * (i - middle) + gy * (j - middle) - (q[at] ?? 0));
        if (error > (s < doubtful ? tolerance * 6 : tolerance)) return undefined;
      }
    return [base, gx, gy, confidence];
  };
  const largest = 1 << levels;
  for (let y = 0; y < height; y += largest) {
    for (let x = 0; x < width; x += largest) visit(x, y, largest);
    yield;
  }
  return { count, corners: corners.slice(0, count * 16) };
}
