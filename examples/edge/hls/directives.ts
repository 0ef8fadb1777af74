/** Delivery directives of a playlist request (draft-pantos-hls-rfc8216bis, 6.2.5). */
import { Problem } from '../http/problem.js';
import { lastSegment, partMs, partsPerSegment } from '../media/timeline.js';

export interface Directives {
  /** Hold the answer until the playlist has this part, counted from media time 0. */
  readonly untilPart: number | undefined;
  /** Answer with a delta update. */
  readonly skip: boolean;
}

/** Parts by which a request may run ahead of the playlist: three seconds of them (6.2.5.2, the Advance Part Limit). */
const advancePartLimit = Math.ceil(3000 / partMs);
/** Segments by which `_HLS_msn` may run ahead of the last whole one (6.2.5.2). */
const advanceSegmentLimit = 2;

/**
 * @param newest the newest part in the playlist now
 * @throws Problem 400 for directives that make no sense, or ask too far ahead
 */
export function parseDirectives(query: URLSearchParams, newest: number): Directives {
  const segment = wholeNumber(query, '_HLS_msn');
  const part = wholeNumber(query, '_HLS_part');
  const skip = query.get('_HLS_skip');
  if (skip !== null && skip !== 'YES' && skip !== 'v2')
    throw new Problem(400, '_HLS_skip must be YES or v2.');
  if (segment === undefined) {
    if (part !== undefined) throw new Problem(400, '_HLS_part needs _HLS_msn beside it.');
    return { untilPart: undefined, skip: skip !== null };
  }

  // A part beyond the segment's last one means the next segment's first (6.2.5.2).
  const inSegment = Math.min(part ?? partsPerSegment - 1, partsPerSegment);
  const untilPart = segment * partsPerSegment + inSegment;
  const lastWhole = lastSegment(newest);
  if (segment > lastWhole + advanceSegmentLimit || untilPart > newest + advancePartLimit)
    throw new Problem(400, `Segment ${segment} is too far ahead: the last whole one is ${lastWhole}.`);
  return { untilPart, skip: skip !== null };
}

function wholeNumber(query: URLSearchParams, name: string): number | undefined {
  const values = query.getAll(name);
  if (values.length === 0) return undefined;
  const [value] = values;
  if (values.length > 1 || value === undefined || !/^\d{1,12}$/.test(value))
    throw new Problem(400, `${name} must be one whole number.`);
  return Number(value);
}
