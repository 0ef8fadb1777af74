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

/** Milliseconds of samples after a key frame from which decoding may hold pictures back to be faster in all. */
const deepFrom = 2000;
/** Milliseconds after a key frame below which every picture is wanted as soon as it can be had. */
const shallowBelow = 1500;

/**
 * Whether there is so much to decode that throughput counts, not the last picture: decoders told to be prompt give up
 * decoding several pictures at once, which costs Chromium's software decoder 25 % at 720p and 45 % at 1080p.
 */
export function isDeep(key: Sample, window: TrackWindow, before: boolean): boolean {
  const ahead = (window.last?.time ?? key.time) - key.time;
  return ahead >= (before ? shallowBelow : deepFrom);
}
