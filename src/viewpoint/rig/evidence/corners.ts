import { blurred } from './grey.js';
import type { Slopes } from './grey.js';

export interface Corner {
  /** Pixels, to a fraction. */
  readonly x: number;
  readonly y: number;
  readonly strength: number;
}

export interface CornerSearch {
  /** At most. */
  readonly count: number;
  /** Pixels to keep clear of the border. */
  readonly margin: number;
}

/** Grey levels per pixel, squared: below is noise of the sensor. */
const leastStrength = 2;
/** Of the strongest corner, so that one bright lamp does not silence the rest. */
const leastPart = 0.002;
/** Corners are spread: at most so many in each square of so many pixels. */
const cell = 24;
const perCell = 4;

/**
 * Points that move in both directions when the camera does: local maxima of the smaller eigenvalue of the structure tensor
 * (Shi and Tomasi, "Good Features to Track", 1994), located between the pixels by a parabola through the neighbours.
 */
export function findCorners(slopes: Slopes, { count, margin }: CornerSearch): readonly Corner[] {
  const { width, height } = slopes;
  const strength = strengths(slopes);
  const strongest = strength.reduce((most, value) => Math.max(most, value), 0);
  const least = Math.max(leastStrength, leastPart * strongest);
  const found: Corner[] = [];
  for (let y = margin; y < height - margin; y += 1)
    for (let x = margin; x < width - margin; x += 1) {
      const at = y * width + x;
      const value = strength[at] ?? 0;
      if (value < least || !isPeak(strength, at, width)) continue;
      found.push({
        x: x + vertex(strength[at - 1] ?? 0, value, strength[at + 1] ?? 0),
        y: y + vertex(strength[at - width] ?? 0, value, strength[at + width] ?? 0),
        strength: value,
      });
    }
  return spread(found.sort((a, b) => b.strength - a.strength)).slice(0, count);
}

function strengths({ width, height, x, y }: Slopes): Float32Array {
  const [xx, yy, xy] = [new Float32Array(x.length), new Float32Array(x.length), new Float32Array(x.length)];
  for (let at = 0; at < x.length; at += 1) {
    const [u, v] = [x[at] ?? 0, y[at] ?? 0];
    xx[at] = u * u;
    yy[at] = v * v;
    xy[at] = u * v;
  }
  const window = (data: Float32Array): Float32Array => blurred(blurred({ width, height, data })).data;
  const [a, b, c] = [window(xx), window(xy), window(yy)];
  const smaller = xx;
  for (let at = 0; at < x.length; at += 1) {
    const [p, q, r] = [a[at] ?? 0, b[at] ?? 0, c[at] ?? 0];
    smaller[at] = (p + r) / 2 - Math.sqrt(((p - r) * (p - r)) / 4 + q * q);
  }
  return smaller;
}

/** Strictly above the neighbours before it and not below those after: a plateau has one peak. */
function isPeak(values: Float32Array, at: number, width: number): boolean {
  const value = values[at] ?? 0;
  for (let dy = -2; dy <= 2; dy += 1)
    for (let dx = -2; dx <= 2; dx += 1) {
      const other = values[at + dy * width + dx] ?? 0;
      if (other > value || (other === value && (dy < 0 || (dy === 0 && dx < 0)))) return false;
    }
  return true;
}

/** Where a parabola through three neighbours peaks, from the middle one. */
function vertex(before: number, middle: number, after: number): number {
  const bend = before + after - 2 * middle;
  return bend < 0 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend))) : 0;
}

function spread(sorted: readonly Corner[]): readonly Corner[] {
  const taken = new Map<number, number>();
  return sorted.filter(({ x, y }) => {
    const key = Math.floor(y / cell) * 65536 + Math.floor(x / cell);
    const before = taken.get(key) ?? 0;
    taken.set(key, before + 1);
    return before < perCell;
  });
}
