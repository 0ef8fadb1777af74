import type { DeckRange } from '../contract.js';

/** From inclusive, to exclusive; seconds, as in HTML's TimeRanges. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Spans shaped as HTML's TimeRanges. */
export function timeRanges(spans: readonly Span[]): TimeRanges {
  const at = (index: number): Span => {
    const span = spans[index];
    if (span === undefined)
      throw new DOMException(`there is no range ${index} of ${spans.length}`, 'IndexSizeError');
    return span;
  };
  return { length: spans.length, start: (index) => at(index).start, end: (index) => at(index).end };
}

export function spansOf(ranges: readonly DeckRange[]): Span[] {
  return ranges.map(({ from, to }) => ({ start: from / 1000, end: to / 1000 }));
}

/** What lies in all of the sets; each set is sorted and has no overlaps. */
export function intersection(sets: readonly (readonly Span[])[]): readonly Span[] {
  const [first, ...others] = sets;
  if (first === undefined) return [];
  return others.reduce<readonly Span[]>((common, set) => {
    const result: Span[] = [];
    for (const a of common)
      for (const b of set) {
        const start = Math.max(a.start, b.start);
        const end = Math.min(a.end, b.end);
        if (start < end) result.push({ start, end });
      }
    return result;
  }, first);
}

/** The end of the last span; 0 of none. */
export function highestEnd(spans: readonly Span[]): number {
  return spans.at(-1)?.end ?? 0;
}
