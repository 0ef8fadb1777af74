/** Where in a live window to play: VHS holds a distance from the end of the playlist, not from the clock. */

/**
 * Segments between the end of the playlist and the playhead. VHS looks for new segments once a segment duration and asks
 * for one twice a second, so what it plays from must last longer than both together.
 */
const holdBackSegments = 2;
/** The nearest to the end of the playlist that plays without a stall on a good network, segments. */
const leastHoldBackSegments = 1.5;
/** The end of the playlist lies this far behind the clock on average: a segment is listed when it is whole. */
const listingDelaySegments = 1;

/** Seconds to keep from the end of the playlist. */
export function holdBackSeconds(segmentSeconds: number, wantedLatencySeconds: number | undefined): number {
  if (wantedLatencySeconds === undefined) return holdBackSegments * segmentSeconds;
  const least = leastHoldBackSegments * segmentSeconds;
  return Math.max(least, wantedLatencySeconds - listingDelaySegments * segmentSeconds);
}

/** The latency a hold-back leads to, milliseconds. */
export function latencyOfHoldBackMs(segmentSeconds: number, holdBack: number): number {
  return Math.round((holdBack + listingDelaySegments * segmentSeconds) * 1000);
}

/**
 * Where to begin so that the viewer loses and repeats as little as can be: at the wanted position, but inside the window
 * and no nearer to its end than can be played. All in seconds of the media timeline.
 */
export function beginPosition(
  wanted: number,
  window: { readonly start: number; readonly end: number },
  segmentSeconds: number,
): number {
  const newest = window.end - leastHoldBackSegments * segmentSeconds;
  return Math.max(window.start, Math.min(wanted, newest));
}
