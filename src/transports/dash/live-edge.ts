/**
 * Where to play a live stream. VHS keeps a fixed distance from the end of the playlist, which itself lies up to a segment
 * behind the clock; here the distance is kept from the clock, so that it is the latency a viewer sees.
 */

/** How new segments become known. */
export type Listing =
  /** Counted by the clock (SegmentTemplate with a duration): `ListingAlarm` notices each when it is due. */
  | 'counted'
  /** Written in the manifest (SegmentTimeline, HLS): known at VHS's next look, up to a segment later. */
  | 'written';

/** What is played unless anybody asks for something else, segments. */
const usualLatency = { counted: 2, written: 3 };
/** One segment is made while the one before it plays; the rest is for noticing, fetching and appending it, segments. */
const leastLatency = { counted: 1.5, written: 2.5 };
/** What must lie between the playhead and the end of the playlist until the next segment is there, segments. */
const leastAhead = { counted: 0.4, written: 1.5 };

export interface LiveWindow {
  /** Seconds on the media timeline of what is listed. */
  readonly start: number;
  readonly end: number;
  /** Position of the present on the same timeline, seconds; beyond `end`. */
  readonly now: number;
  readonly segmentSeconds: number;
  readonly listing: Listing;
}

/** The latency to play at, seconds. */
export function latencySeconds(
  wanted: number | undefined,
  { segmentSeconds, listing }: Pick<LiveWindow, 'segmentSeconds' | 'listing'>,
): number {
  if (wanted === undefined) return usualLatency[listing] * segmentSeconds;
  return Math.max(wanted, leastLatency[listing] * segmentSeconds);
}

/** Where the live edge at this latency lies: inside the window, and not so near its end that playback would starve. */
export function livePosition(latency: number, window: LiveWindow): number {
  const newest = window.end - leastAhead[window.listing] * window.segmentSeconds;
  return Math.max(window.start, Math.min(window.now - latency, newest));
}

/** Where to begin so that a viewer who comes from another transport loses and repeats as little as can be. */
export function resumePosition(wanted: number, window: LiveWindow): number {
  const least = leastLatency[window.listing] * window.segmentSeconds;
  return Math.max(window.start, Math.min(wanted, livePosition(least, window)));
}

/**
 * The distance from the end of the playlist for VHS's own reckoning (how far its seekable range goes, where it returns to
 * when the playhead has fallen out of the window), seconds. Never 0, which VHS takes for its default of three segments.
 */
export function holdBackSeconds(latency: number, segmentSeconds: number): number {
  return Math.max(segmentSeconds, latency - segmentSeconds / 2);
}
