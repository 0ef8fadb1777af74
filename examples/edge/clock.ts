import type { EdgeClock } from './contract.js';

/** How far back a viewer may seek (HLS window, DASH timeShiftBufferDepth). */
export const dvrWindowMs = 60_000;

/** Part of a segment that may stand before the window's first whole one, so that the window is full from the start. */
const marginMs = 4_000;

/**
 * The edge's clock. Media time 0 lies far enough back that a whole DVR window can be served at once, and on a loop
 * boundary, so that media time modulo the loop's length is event time modulo the loop's length.
 * @param now event time, ms since the Unix epoch; the wall clock, because viewers compare pictures with theirs
 */
export function createClock(loopMs: number, now: () => number = Date.now): EdgeClock {
  const startMs = Math.floor((now() - dvrWindowMs - marginMs) / loopMs) * loopMs;
  return { now, startMs };
}

/** The loop frame on show at `eventTime` (ms): frame 0 stands at event times divisible by the loop's length. */
export function frameAt(eventTime: number, { frames, durationMs }: { frames: number; durationMs: number }) {
  const intoLoop = ((eventTime % durationMs) + durationMs) % durationMs;
  return Math.floor((intoLoop * frames) / durationMs) % frames;
}
