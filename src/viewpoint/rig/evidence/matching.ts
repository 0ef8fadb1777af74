import { descriptorSize } from './descriptor.js';
import type { Features } from './features.js';

export interface Match {
  /** Indices into the two pictures' features. */
  readonly a: number;
  readonly b: number;
  /** Distance to the best over distance to the next best, 0 to 1: the smaller the surer. */
  readonly ratio: number;
}

/** Lowe 2004, 7.1: above it, half of all matches are wrong. */
const mostRatio = 0.82;
/** Pixels: the same point found on another level is no rival. */
const samePoint = 4;
/** Numbers after which a comparison may end early. */
const stride = 32;

/** For each feature of one picture the best of the other, and the best that is elsewhere; squared distances. */
class Best {
  readonly index: Int32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
  constructor(
    count: number,
    readonly others: Features,
  ) {
    this.index = new Int32Array(count).fill(-1);
    this.first = new Float32Array(count).fill(Infinity);
    this.second = new Float32Array(count).fill(Infinity);
  }

  offer(to: number, other: number, distance: number): void {
    if (distance >= (this.second[to] ?? 0)) return;
    const held = this.index[to] ?? -1;
    const same = held >= 0 && this.#near(held, other);
    if (distance < (this.first[to] ?? 0)) {
      if (!same) this.second[to] = this.first[to] ?? Infinity;
      this.first[to] = distance;
      this.index[to] = other;
    } else if (!same) this.second[to] = distance;
  }

  ratio(to: number): number {
    return Math.sqrt((this.first[to] ?? 1) / (this.second[to] ?? 1));
  }

  #near(a: number, b: number): boolean {
    const { x, y } = this.others;
    return Math.hypot((x[a] ?? 0) - (x[b] ?? 0), (y[a] ?? 0) - (y[b] ?? 0)) < samePoint;
  }
}

/** Pairs of features that are each other's best and clearly better than the next; the surest first. */
export function matchFeatures(a: Features, b: Features): readonly Match[] {
  const [ofA, ofB] = [new Best(a.count, b), new Best(b.count, a)];
  for (let i = 0; i < a.count; i += 1)
    for (let j = 0; j < b.count; j += 1) {
      const enough = Math.max(ofA.second[i] ?? 0, ofB.second[j] ?? 0);
      const distance = distanceUpTo(a.descriptors, i, b.descriptors, j, enough);
      if (distance >= enough) continue;
      ofA.offer(i, j, distance);
      ofB.offer(j, i, distance);
    }
  const matches: Match[] = [];
  for (let i = 0; i < a.count; i += 1) {
    const j = ofA.index[i] ?? -1;
    if (j < 0 || ofB.index[j] !== i) continue;
    const ratio = Math.max(ofA.ratio(i), ofB.ratio(j));
    if (ratio < mostRatio) matches.push({ a: i, b: j, ratio });
  }
  return matches.sort((one, other) => one.ratio - other.ratio);
}

/** Squared; may stop once it is past `enough`. */
function distanceUpTo(p: Float32Array, i: number, q: Float32Array, j: number, enough: number): number {
  let sum = 0;
  let u = i * descriptorSize;
  let v = j * descriptorSize;
  for (let part = 0; part < descriptorSize; part += stride) {
    for (const end = u + stride; u < end; u += 4, v += 4) {
      const d0 = (p[u] ?? 0) - (q[v] ?? 0);
      const d1 = (p[u + 1] ?? 0) - (q[v + 1] ?? 0);
      const d2 = (p[u + 2] ?? 0) - (q[v + 2] ?? 0);
      const d3 = (p[u + 3] ?? 0) - (q[v + 3] ?? 0);
      sum += d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3;
    }
    if (sum >= enough) return sum;
  }
  return sum;
}
