import { deckTime } from '../contract.js';
import type { DeckRange, DeckTime } from '../contract.js';

/** The ranges in order, those joined that touch or overlap. */
export function merged(ranges: readonly DeckRange[]): DeckRange[] {
  const result: DeckRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last === undefined || range.from > last.to) result.push(range);
    else if (range.to > last.to) result[result.length - 1] = { from: last.from, to: range.to };
  }
  return result;
}

/** What two sets of ranges have in common; both in order and without overlaps. */
export function intersection(a: readonly DeckRange[], b: readonly DeckRange[]): DeckRange[] {
  const result: DeckRange[] = [];
  for (let i = 0, j = 0; ;) {
    const [one, two] = [a[i], b[j]];
    if (one === undefined || two === undefined) return result;
    const from = Math.max(one.from, two.from);
    const to = Math.min(one.to, two.to);
    if (from < to) result.push({ from: deckTime(from), to: deckTime(to) });
    if (one.to < two.to) i++;
    else j++;
  }
}

/** The range that contains a time, widened by a tolerance (ms) at both ends. */
export function rangeAt(
  ranges: readonly DeckRange[],
  time: DeckTime,
  tolerance: number,
): DeckRange | undefined {
  return ranges.find(({ from, to }) => from - tolerance <= time && time < to + tolerance);
}

/** Milliseconds in all. */
export function total(ranges: readonly DeckRange[]): number {
  return ranges.reduce((sum, { from, to }) => sum + to - from, 0);
}

export function sameRanges(a: readonly DeckRange[], b: readonly DeckRange[]): boolean {
  return (
    a.length === b.length && a.every(({ from, to }, index) => from === b[index]?.from && to === b[index]?.to)
  );
}
