import type { Sample } from '../contract.js';
import type { TrackWindow } from '../window/index.js';

/** Pictures to look at: a group that reorders does so within its first few. */
const lookAhead = 6;
/** Milliseconds: composition offsets that differ by less are rounding. */
const rounding = 1;

/** Whether the pictures of the group that starts here are shown in another order than they are decoded in. */
export function isReordered(key: Sample, window: TrackWindow): boolean {
  // A picture that is shown later than it is decoded waits for others.
  if (key.time - key.decodeTime > rounding) return true;
  let sample: Sample | undefined = key;
  for (let count = 0; sample !== undefined && count < lookAhead; count++) {
    if (Math.abs(sample.time - sample.decodeTime - (key.time - key.decodeTime)) > rounding) return true;
    sample = window.after(sample);
  }
  return false;
}
