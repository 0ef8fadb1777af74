/**
 * How media time is cut: parts of 200 ms, five to a segment of 1 s, counted from media time 0.
 * A part holds the samples that start within its 200 ms. Pictures fill it exactly; AAC frames (21.333 ms) start up to
 * one frame after it does, so an audio part lasts 9 or 10 frames and its exact times come from here.
 */
import type { Rendition } from './rendition.js';

export const partMs = 200;
export const partsPerSegment = 5;
export const segmentMs = partMs * partsPerSegment;

type Timing = Pick<Rendition, 'timescale' | 'frameDuration'>;

/** Number of the first sample of `part`. */
export function firstSample({ timescale, frameDuration }: Timing, part: number): number {
  return Math.ceil((part * partMs * timescale) / (1000 * frameDuration));
}

/** Media time at which `part` begins, in the rendition's timescale. */
export function partStart(timing: Timing, part: number): number {
  return firstSample(timing, part) * timing.frameDuration;
}

/** The same in milliseconds, not rounded. */
export function partStartMs(timing: Timing, part: number): number {
  return (partStart(timing, part) * 1000) / timing.timescale;
}

/** Seconds that `parts` parts from `part` on last. */
export function partsDuration(timing: Timing, part: number, parts: number): number {
  return (partStart(timing, part + parts) - partStart(timing, part)) / timing.timescale;
}

/** The newest part whose samples had all ended by `mediaMs`; -1 before the first. */
export function lastPart(timing: Timing, mediaMs: number): number {
  const nominal = Math.floor(mediaMs / partMs) - 1;
  return partStartMs(timing, nominal + 1) <= mediaMs ? nominal : nominal - 1;
}

/** Number of the newest segment that is complete once `part` is; -1 before the first. */
export function lastSegment(part: number): number {
  return Math.floor((part + 1) / partsPerSegment) - 1;
}

/** The longest a part can be, in seconds: what HLS calls the Part Target Duration. */
export function longestPart({ timescale, frameDuration }: Timing): number {
  return (Math.ceil((partMs * timescale) / (1000 * frameDuration)) * frameDuration) / timescale;
}
