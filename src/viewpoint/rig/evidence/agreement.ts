import { median } from '../statistics.js';
import type { SightCamera } from './sight.js';
import { missOf, triangulate } from './triangulate.js';
import type { Observation } from './triangulate.js';

/** Where a camera, by its index, sees a point of the scene. */
export interface Sighting extends Observation {
  readonly index: number;
}

/** A point of the scene as one camera sees it, and as two or more others do. */
export interface SeenPoint {
  readonly own: Sighting;
  readonly others: readonly Sighting[];
}

/** Two cameras' shared points. */
export interface ComparedPair {
  /** Indices of cameras. */
  readonly a: number;
  readonly b: number;
  readonly matches: number;
  /** Median distance from the epipolar lines, working pixels; NaN where there are too few matches to say. */
  readonly epipolar: number;
}

export interface Evidence {
  readonly cameras: readonly SightCamera[];
  readonly pairs: readonly ComparedPair[];
  /** For each camera its points. */
  readonly seen: readonly (readonly SeenPoint[])[];
}

/** Fewer points say nothing. */
export const leastPoints = 16;
/** More would say the same. */
const mostPoints = 150;
/** A point that the others fix this badly (pixels from one pixel's error) is no evidence. */
const vague = 6;
/** Pixels within which points are together: nothing falls so near to zero in both directions by chance... */
const near = 1.5;
/** ...or, of a camera that is off, within these, where wrong matches hardly fall... */
const off = 25;
/** ...so where this part of the points, and at least so many, do, those further away than `beyond` times as far are wrong. */
const togetherPart = 0.15;
const togetherLeast = 10;
const beyond = 5;

/**
 * What is left of misses without wrong matches, as far as they give themselves away. Fences, seats and halls that look the
 * same from all sides make most matches wrong, and wrong alike, along epipolar lines; but only right ones fall together.
 */
export function rightly<T>(found: readonly T[], missOf: (each: T) => number): readonly T[] {
  const least = Math.max(togetherLeast, togetherPart * found.length);
  const within = (px: number): readonly T[] => found.filter((each) => missOf(each) < px);
  if (within(near).length >= least) return within(near * beyond);
  return within(off).length >= least ? within(off) : found;
}

export const typicalMiss = (misses: readonly number[]): number => median(rightly(misses, (miss) => miss));

/**
 * How well a camera agrees with some others: points that two or more of them fix, against where the camera sees them; working
 * pixels, typical, the others' own errors discounted. Finds what epipolar lines cannot, such as a wrong pan on a level ring,
 * which moves points along them. NaN where there are too few points, or only wrong matches.
 */
export function agreementWith(evidence: Evidence, index: number, others: ReadonlySet<number>): number {
  const misses: number[] = [];
  for (const { own, others: all } of evidence.seen[index] ?? []) {
    const theirs = all.filter((sight) => others.has(sight.index));
    if (theirs.length < 2) continue;
    const fixed = triangulate(theirs);
    const miss = fixed === undefined ? undefined : missOf(own, fixed);
    if (miss !== undefined && miss.expected < vague) misses.push(miss.normalized);
    if (misses.length >= mostPoints) break;
  }
  const typical = misses.length < leastPoints ? NaN : typicalMiss(misses);
  // A camera that is so far off misses its epipolar lines too.
  const pairs = pairsWith(evidence, index, others);
  return typical > off && pairs.length > 0 && median(pairs) < near ? NaN : typical;
}

/** Medians of a camera's pairs with some others, where known. */
export function pairsWith(
  { pairs }: Evidence,
  index: number,
  others: ReadonlySet<number>,
): readonly number[] {
  return pairs
    .filter(({ a, b }) => (a === index && others.has(b)) || (b === index && others.has(a)))
    .map(({ epipolar }) => epipolar)
    .filter(Number.isFinite);
}
