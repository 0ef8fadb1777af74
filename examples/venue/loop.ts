/** The loop: its length, and the one rule that says which frame belongs to a time. */

export const loopMs = 8000;
export const framesPerSecond = 30;
export const loopFrames = (loopMs * framesPerSecond) / 1000;

/** A time, in ms from the loop's start or since the Unix epoch alike, as milliseconds into the loop. */
export function loopTime(timeMs: number): number {
  return timeMs - Math.floor(timeMs / loopMs) * loopMs;
}

/** Strips are numbered by frame: the one whose interval holds the time. */
export function frameAt(timeMs: number): number {
  // A frame's own start must not fall to the one before it by a rounding error.
  return Math.floor((loopTime(timeMs) * framesPerSecond) / 1000 + 1e-6) % loopFrames;
}
