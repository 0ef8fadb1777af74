/**
 * Optical flow on the aligned pair: both pictures warped by the plane through the pivot, DIS flow between them both ways, both
 * flows carried to the moment between, and both pictures warped from there and mixed by angle and by how well the flows agree.
 */
import { opticalFlow, warpPicture, warpPlane } from '../flow/index.js';
import type { Flow } from '../flow/index.js';
import { blankPicture, byte } from '../picture.js';
import type { Picture } from '../picture.js';
import { blankPlane, greyOf } from '../plane.js';
import type { Plane } from '../plane.js';
import type { Synthesize } from '../trial.js';
import { flowBetween } from './flow-between.js';
import { alignedPair } from './homography.js';

/** Two flows that miss each other by so many pixels weigh 1/e. */
const disagreement = 2;
/** What weighs nothing on both sides is still mixed by angle. */
const leastTrust = 1e-3;

export const flow: Synthesize = (request) => {
  const { width, height } = request.target;
  const { left, right, share } = alignedPair(request);
  const [first, second] = [rounded(left, width, height), rounded(right, width, height)];
  const [a, b] = [greyOf(first), greyOf(second)];
  const [forwards, backwards] = [opticalFlow(a, b), opticalFlow(b, a)];
  const trust = [trustIn(forwards, backwards), trustIn(backwards, forwards)] as const;
  const between = flowBetween(forwards, backwards, trust, share);

  const [fromLeft, fromRight] = [
    warpPicture(first, between, -share),
    warpPicture(second, between, 1 - share),
  ];
  const trustLeft = warpPlane(trust[0], between, -share).data;
  const trustRight = warpPlane(trust[1], between, 1 - share).data;
  const picture = blankPicture(width, height);
  for (let pixel = 0, at = 0; at < picture.data.length; pixel += 1, at += 3) {
    const x = (1 - share) * trustLeft[pixel]!;
    const y = share * trustRight[pixel]!;
    const ofRight = y / (x + y);
    for (let channel = at; channel < at + 3; channel += 1)
      picture.data[channel] = byte(fromLeft[channel]! * (1 - ofRight) + fromRight[channel]! * ofRight);
  }
  return picture;
};

function rounded(values: Float32Array, width: number, height: number): Picture {
  const picture = blankPicture(width, height);
  for (let at = 0; at < values.length; at += 1) picture.data[at] = byte(values[at]!);
  return picture;
}

/** Near 1 where there and back again ends where it began. */
function trustIn(there: Flow, back: Flow): Plane {
  const { width, height } = there;
  const u = warpPlane({ width, height, data: back.u }, there).data;
  const v = warpPlane({ width, height, data: back.v }, there).data;
  const trust = blankPlane(width, height);
  for (let at = 0; at < trust.data.length; at += 1)
    trust.data[at] =
      leastTrust + Math.exp(-Math.hypot(there.u[at]! + u[at]!, there.v[at]! + v[at]!) / disagreement);
  return trust;
}
