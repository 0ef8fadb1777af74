import { median } from '../statistics.js';
import { agreementWith, pairsWith } from './agreement.js';
import type { Evidence } from './agreement.js';

/** Working pixels: up to it a camera agrees. Corners are found to a fifth of a pixel; of good sets no camera missed by 0.45. */
export const agreeingPx = 0.75;
/** The same for the rig as a whole: good sets miss by 0.1 to 0.5. */
export const goodPx = 0.5;
/** One camera's or pair's disagreement counts no more than this, in doublings of the limit: all large ones are just wrong. */
const mostExcess = 3;
/** Part of the cameras that may be off before it is rather the whole calibration, or the pictures. */
const mostOff = 1 / 3;
/** Leaving a camera out must take away this part of all disagreement, and half a doubling... */
const leastRelief = 0.2;
const leastExcess = 0.5;
/** ...and another camera that takes away as much, but for this part of it, explains it as well. */
const levelPart = 0.1;
/** A camera is off by this many times what the others miss. */
const offTimes = 4;

export interface Suspicion {
  /** Indices of cameras that are off, the worst first. */
  readonly off: readonly number[];
  /** Among these there is one that is off, but the pictures cannot tell which. */
  readonly either: readonly number[];
  /** For each camera, against those that are not off: working pixels, NaN unknown. */
  readonly agreement: readonly number[];
}

const excess = (px: number): number =>
  px > agreeingPx ? Math.min(mostExcess, Math.log2(px / agreeingPx)) : 0;

/** All disagreement among some of the cameras. */
function disagreement(evidence: Evidence, among: ReadonlySet<number>): number {
  let sum = 0;
  for (const { a, b, epipolar } of evidence.pairs) if (among.has(a) && among.has(b)) sum += excess(epipolar);
  for (const index of among) sum += excess(agreementWith(evidence, index, among));
  return sum;
}

const without = (all: ReadonlySet<number>, ...left: readonly number[]): ReadonlySet<number> =>
  new Set([...all].filter((index) => !left.includes(index)));

/**
 * Which cameras are off: those without which the others agree among themselves. One is left out after the other, always the
 * one whose absence helps most, and named only where the rest then does agree and no other choice would explain it as well.
 * A generator, so that the caller may pause where it yields.
 */
export function* findSuspects(evidence: Evidence): Generator<void, Suspicion> {
  const everyone: ReadonlySet<number> = new Set(evidence.cameras.keys());
  const off: number[] = [];
  let either: readonly number[] = [];
  let rest = everyone;
  let remaining = disagreement(evidence, rest);
  while (remaining > leastExcess && off.length < Math.floor(everyone.size * mostOff)) {
    const choices: { readonly index: number; readonly left: number }[] = [];
    for (const index of involved(evidence, rest)) {
      choices.push({ index, left: disagreement(evidence, without(rest, index)) });
      yield;
    }
    choices.sort((a, b) => a.left - b.left);
    const [best] = choices;
    if (best === undefined) break;
    const relief = remaining - best.left;
    if (relief < Math.max(leastExcess, leastRelief * remaining)) break;
    const level = Math.max(leastExcess, levelPart * relief);
    const equals = choices
      .filter(
        ({ index, left }) =>
          left - best.left < level &&
          // One that is off as well still helps when the best is gone; one that explains the same does not.
          (index === best.index ||
            best.left - disagreement(evidence, without(rest, best.index, index)) < level),
      )
      .map(({ index }) => index);
    const unvouched = equals.filter((index) => !isVouched(evidence, index, without(rest, ...equals)));
    const [worstOne, ...rivals] = unvouched;
    if (worstOne === undefined || rivals.length > 0) {
      either = unvouched;
      break;
    }
    off.push(worstOne);
    rest = without(rest, worstOne);
    remaining = choices.find(({ index }) => index === worstOne)?.left ?? 0;
  }
  const agreement = evidence.cameras.map((_, index) => agreementWith(evidence, index, rest));
  // Of two that disagree neither can be told from the other.
  if (everyone.size === 2 && remaining > leastExcess) either = [...everyone];
  const usual = usualMiss(evidence, rest, agreement);
  if (off.length > 0 && !(usual <= agreeingPx))
    return {
      off: [],
      either: [],
      agreement: evidence.cameras.map((_, index) => agreementWith(evidence, index, everyone)),
    };
  const named = off.filter((index) => {
    const own = worst(evidence, index, rest, agreement[index] ?? NaN);
    return own > agreeingPx && !(own < offTimes * usual);
  });
  return { off: named, either, agreement };
}

/** Whether others that are beyond doubt agree with a camera, and none of them disagrees. */
function isVouched(evidence: Evidence, index: number, others: ReadonlySet<number>): boolean {
  const pairs = pairsWith(evidence, index, others);
  return (
    pairs.length > 0 &&
    pairs.every((px) => px <= agreeingPx) &&
    !(agreementWith(evidence, index, others) > agreeingPx)
  );
}

/** Cameras that take part in any disagreement. */
function involved(evidence: Evidence, among: ReadonlySet<number>): readonly number[] {
  const found = new Set<number>();
  for (const { a, b, epipolar } of evidence.pairs)
    if (among.has(a) && among.has(b) && epipolar > agreeingPx) [a, b].forEach((index) => found.add(index));
  for (const index of among) if (agreementWith(evidence, index, among) > agreeingPx) found.add(index);
  return [...found];
}

/** The median of all that is known about some cameras; NaN where nothing is. */
function usualMiss({ pairs }: Evidence, rest: ReadonlySet<number>, agreement: readonly number[]): number {
  return median(
    [
      ...pairs.filter(({ a, b }) => rest.has(a) && rest.has(b)).map(({ epipolar }) => epipolar),
      ...[...rest].map((index) => agreement[index] ?? NaN),
    ].filter(Number.isFinite),
  );
}

/** The larger of what its points and its pairs with the rest say. */
function worst(evidence: Evidence, index: number, rest: ReadonlySet<number>, agreement: number): number {
  const own = pairsWith(evidence, index, rest);
  return Math.max(0, Number.isFinite(agreement) ? agreement : 0, own.length > 0 ? median(own) : 0);
}
