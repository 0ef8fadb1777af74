/**
 * Pictures and audio frames counted from the Unix epoch, so that event time, loop position and RTP time follow from
 * one whole number. Loop frame 0 stands at event times divisible by the loop's length, so the count modulo the loop's
 * frames is the place in the loop.
 */
import type { Loop } from '../contract.js';

export interface Grid {
  readonly framesPerSecond: number;
  /** Frames in one turn of the loop. */
  readonly frames: number;
  /** RTP units from one frame to the next. */
  readonly rtpStep: number;
  /** RTP units per second. */
  readonly clockRate: number;
}

/** RFC 6184, 8.2.1. */
const videoClockRate = 90_000;

/** Counts reach 5e10, where a float64 still resolves 1e-5 frames: this absorbs the rounding of frame to time and back. */
const roundingFrames = 1e-4;

export function videoGrid({ fps, frames }: Pick<Loop, 'fps' | 'frames'>): Grid {
  return { framesPerSecond: fps, frames, rtpStep: videoClockRate / fps, clockRate: videoClockRate };
}

export function audioGrid({ audio: { opus } }: Pick<Loop, 'audio'>): Grid {
  return {
    framesPerSecond: opus.sampleRate / opus.frameSamples,
    frames: opus.samples.length,
    rtpStep: opus.frameSamples,
    clockRate: opus.sampleRate,
  };
}

/** Number of the last frame captured at or before `eventTime` (ms). */
export function countAt({ framesPerSecond }: Grid, eventTime: number): number {
  return Math.floor((eventTime * framesPerSecond) / 1000 + roundingFrames);
}

/** Event time of a frame, ms. */
export function eventTimeOf({ framesPerSecond }: Grid, count: number): number {
  return (count * 1000) / framesPerSecond;
}

/** Where a frame stands in the loop. */
export function loopIndex({ frames }: Grid, count: number): number {
  return count % frames;
}

/** RTP time of a frame, before the session's random offset. */
export function rtpTimeOf({ rtpStep }: Grid, count: number): number {
  return count * rtpStep;
}

/** RTP time of any instant, before the session's random offset. */
export function rtpTimeAt({ clockRate }: Grid, eventTime: number): number {
  return Math.round((eventTime * clockRate) / 1000);
}
