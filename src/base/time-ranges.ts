/** From inclusive, to exclusive; seconds, as in HTML's TimeRanges. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Spans shaped as a normalised TimeRanges object (HTML, 4.8.11.13). */
export function timeRanges(spans: readonly Span[]): TimeRanges {
  const at = (index: number): Span => {
    const span = spans[index];
    if (span === undefined)
      throw new DOMException(`There is no range ${index} of ${spans.length}.`, 'IndexSizeError');
    return span;
  };
  return { length: spans.length, start: (index) => at(index).start, end: (index) => at(index).end };
}

/** A media element's ranges, moved by seconds. */
export function shiftedRanges(ranges: TimeRanges, seconds: number): TimeRanges {
  const spans = Array.from({ length: ranges.length }, (_, index) => ({
    start: ranges.start(index) + seconds,
    end: ranges.end(index) + seconds,
  }));
  return timeRanges(spans);
}
