import type { Span } from '../../base/index.js';

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
