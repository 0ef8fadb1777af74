/** A normalised TimeRanges object (HTML, 4.8.11.13) from pairs of seconds. */
export function timeRanges(pairs: readonly (readonly [number, number])[]): TimeRanges {
  const at = (index: number): readonly [number, number] => {
    const pair = pairs[index];
    if (pair === undefined)
      throw new DOMException(`There is no range ${index} of ${pairs.length}.`, 'IndexSizeError');
    return pair;
  };
  return { length: pairs.length, start: (index) => at(index)[0], end: (index) => at(index)[1] };
}

/** A media element's ranges, moved by seconds. */
export function shiftedRanges(ranges: TimeRanges, seconds: number): TimeRanges {
  return timeRanges(
    Array.from({ length: ranges.length }, (_, index) => [
      ranges.start(index) + seconds,
      ranges.end(index) + seconds,
    ]),
  );
}
