/** Both pictures warped by the plane through the pivot that faces the target, and mixed by angle. */
import { depthOf } from '../../../../src/viewpoint/camera/index.js';
import type { Request, Synthesize } from '../trial.js';
import { dissolved } from './blend.js';
import { bracketOf } from './bracket.js';
import { planeWarp, warpedByPlane } from './plane-warp.js';

export interface AlignedPair {
  /** RGB in floating point, of the target's size; edges repeated outwards. */
  readonly left: Float32Array;
  readonly right: Float32Array;
  /** Of the right one. */
  readonly share: number;
}

export function alignedPair(request: Request): AlignedPair {
  const { target, pivot } = request;
  const { left, right, share } = bracketOf(request);
  const depth = depthOf(target, pivot);
  const [a, b] = [left, right].map(({ camera, picture }) =>
    warpedByPlane(picture, planeWarp(target, camera), depth, target.width, target.height),
  );
  return { left: a!, right: b!, share };
}

export const homography: Synthesize = (request) => {
  const { left, right, share } = alignedPair(request);
  return dissolved(left, right, share, request.target.width, request.target.height);
};
