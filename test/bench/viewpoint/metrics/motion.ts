/**
 * What a picture by itself does not tell: whether a sequence R moves as the true one G does. Each of them is of one step from t to
 * t + 1, but for the jitter, which is of a whole sequence. A frozen picture fools the first: read it beside PSNR and jitter.
 */
import { medianSpeed, opticalFlow, warpPicture } from '../flow/index.js';
import type { Flow } from '../flow/index.js';
import { assertSameSize } from '../picture.js';
import type { Picture } from '../picture.js';
import { greyOf } from '../plane.js';
import type { Mask } from './mask.js';

/** RMSE((R[t+1] - R[t]) - (G[t+1] - G[t])), steps of 1/255. */
export function temporalDifference(
  [before, after]: readonly [Picture, Picture],
  [trueBefore, trueAfter]: readonly [Picture, Picture],
  mask?: Mask,
): number {
  for (const other of [after, trueBefore, trueAfter]) assertSameSize(before, other);
  let [sum, count] = [0, 0];
  for (let at = 0; at < before.data.length; at += 1) {
    if (mask?.[(at / 3) | 0] === 0) continue;
    const error = after.data[at]! - before.data[at]! - trueAfter.data[at]! + trueBefore.data[at]!;
    sum += error * error;
    count += 1;
  }
  return Math.sqrt(sum / count);
}

/** The true motion of one step. */
export interface TrueStep {
  /** Where each pixel of t + 1 was at t. */
  readonly flow: Flow;
  /** The pixels in which the true picture of t, warped by that flow, is the true picture of t + 1. */
  readonly consistent: Mask;
  /** Median length of the flow, pixels. */
  readonly speed: number;
}

/** A channel that differs by as much or more has been uncovered, or its flow is wrong; steps of 1/255. */
const inconsistent = 20;

export function trueStep(trueBefore: Picture, trueAfter: Picture): TrueStep {
  const flow = backwardFlow(trueBefore, trueAfter);
  const warped = warpPicture(trueBefore, flow);
  const consistent = new Uint8Array(trueAfter.width * trueAfter.height);
  for (let pixel = 0, at = 0; pixel < consistent.length; pixel += 1, at += 3) {
    let most = 0;
    for (let channel = at; channel < at + 3; channel += 1)
      most = Math.max(most, Math.abs(warped[channel]! - trueAfter.data[channel]!));
    consistent[pixel] = most < inconsistent ? 1 : 0;
  }
  return { flow, consistent, speed: medianSpeed(flow) };
}

/** RMSE of R[t] warped by the true flow against R[t+1], where the truth itself is consistent; steps of 1/255. */
export function warpError(before: Picture, after: Picture, { flow, consistent }: TrueStep): number {
  assertSameSize(before, after);
  const warped = warpPicture(before, flow);
  let [sum, count] = [0, 0];
  for (let at = 0; at < warped.length; at += 1) {
    if (consistent[(at / 3) | 0] === 0) continue;
    const error = warped[at]! - after.data[at]!;
    sum += error * error;
    count += 1;
  }
  return Math.sqrt(sum / count);
}

/** Where each pixel of the later picture was in the earlier one. */
export const backwardFlow = (before: Picture, after: Picture): Flow =>
  opticalFlow(greyOf(after), greyOf(before));

/** What stands still has no logarithm: this much is added to every speed, pixels. */
const leastSpeed = 0.1;

/**
 * Rms over t of log(median speed of R / of G), speeds in pixels a step. 0 for the true motion; snapping and easing raise it.
 *
 * @param speeds of R, one a step
 * @param trueSpeeds of G
 */
export function speedJitter(speeds: readonly number[], trueSpeeds: readonly number[]): number {
  if (speeds.length !== trueSpeeds.length) throw new RangeError('two sequences of different lengths');
  const squares = speeds.map(
    (speed, step) => Math.log((speed + leastSpeed) / (trueSpeeds[step]! + leastSpeed)) ** 2,
  );
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}

/** Median speed from one picture to the next, pixels. */
export const speedOf = (before: Picture, after: Picture): number => medianSpeed(backwardFlow(before, after));
