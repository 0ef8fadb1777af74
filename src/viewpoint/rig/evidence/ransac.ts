import type { Matrix3 } from '../../camera/index.js';
import { symmetricEigen } from '../symmetric-eigen.js';
import { sampson } from './epipolar.js';
import type { Focals, SightPair } from './epipolar.js';

/** Pixels that a pair may miss the epipolar line by. */
const reach = 2;
const sampleSize = 8;
const mostRounds = 500;
/** Chance that all samples held a wrong pair. */
const despair = 0.001;
/** Of the rounds that draw from the surer half of the pairs. */
const fromSurer = 0.6;
const refits = 3;

/**
 * Which pairs agree on some epipolar geometry, whatever the calibration says: RANSAC (Fischler and Bolles, 1981) over
 * fundamental matrices from eight points (Hartley, "In Defense of the Eight-Point Algorithm", 1997), scored as MSAC. The
 * calibration only scales the sights, which changes no verdict. Pairs come with the surest first. The rank is left free: it
 * serves to tell apart right from wrong, not to measure.
 */
export function agreeing<T extends SightPair>(
  pairs: readonly T[],
  focals: Focals,
  random: () => number,
): readonly T[] {
  if (pairs.length < 2 * sampleSize) return [];
  let best: Matrix3 | undefined;
  let least = Infinity;
  let needed = mostRounds;
  for (let round = 0; round < needed; round += 1) {
    const pool = random() < fromSurer ? Math.ceil(pairs.length / 2) : pairs.length;
    const m = fundamental(draw(pairs, pool, random));
    if (m === undefined) continue;
    const { cost, inside } = score(m, pairs, focals);
    if (cost >= least) continue;
    [best, least] = [m, cost];
    needed = Math.min(mostRounds, Math.log(despair) / Math.log(1 - (inside / pairs.length) ** sampleSize));
  }
  if (best === undefined) return [];
  let inside = pairs.filter((pair) => sampson(best, pair, focals) < reach);
  for (let refit = 0; refit < refits && inside.length >= sampleSize; refit += 1) {
    const m = fundamental(inside);
    if (m === undefined) break;
    const again = pairs.filter((pair) => sampson(m, pair, focals) < reach);
    if (again.length <= inside.length) break;
    inside = again;
  }
  return inside;
}

function draw(pairs: readonly SightPair[], pool: number, random: () => number): readonly SightPair[] {
  const taken = new Set<SightPair>();
  for (let tries = 0; taken.size < sampleSize && tries < 10 * sampleSize; tries += 1) {
    const pair = pairs[Math.floor(random() * pool)];
    if (pair !== undefined) taken.add(pair);
  }
  return [...taken];
}

function score(
  m: Matrix3,
  pairs: readonly SightPair[],
  focals: Focals,
): { readonly cost: number; readonly inside: number } {
  let [cost, inside] = [0, 0];
  for (const pair of pairs) {
    const miss = sampson(m, pair, focals) / reach;
    cost += Math.min(1, miss * miss);
    if (miss < 1) inside += 1;
  }
  return { cost, inside };
}

/** The matrix that fits pairs best in the algebraic sense; sights are about the size of 1 already, as Hartley asks. */
function fundamental(pairs: readonly SightPair[]): Matrix3 | undefined {
  const normal = new Float64Array(81);
  // Sights reach a few tenths of a unit: brought to the size of one, so that all nine terms weigh alike.
  let sum = 0;
  for (const { ax, ay, bx, by } of pairs) sum += ax * ax + ay * ay + bx * bx + by * by;
  const up = Math.sqrt((4 * pairs.length) / sum);
  for (const { ax, ay, bx, by } of pairs) {
    const [p, q, r, s] = [ax * up, ay * up, bx * up, by * up];
    const terms = [r * p, r * q, r, s * p, s * q, s, p, q, 1];
    for (let i = 0; i < 9; i += 1)
      for (let j = 0; j <= i; j += 1) {
        const value = (normal[i * 9 + j] ?? 0) + (terms[i] ?? 0) * (terms[j] ?? 0);
        normal[i * 9 + j] = value;
        normal[j * 9 + i] = value;
      }
  }
  const vector = symmetricEigen(normal, 9)[0]?.vector;
  if (vector === undefined) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = vector;
  const m: Matrix3 = [a * up * up, b * up * up, c * up, d * up * up, e * up * up, f * up, g * up, h * up, i];
  return m.every(Number.isFinite) ? m : undefined;
}
