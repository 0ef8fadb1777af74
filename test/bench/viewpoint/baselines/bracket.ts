/** The two cameras of the rig that a target lies between, and how much each has to say. */
import type { View } from '../pavilion.js';
import { angleAt } from '../pivot.js';
import type { Request } from '../trial.js';

export interface Bracket {
  readonly left: View;
  readonly right: View;
  /** Of the right one, 0 to 1: the angle from the left one as a part of both angles, seen from the pivot. */
  readonly share: number;
}

/** @throws RangeError where the rig has no camera after the target */
export function bracketOf({ target, rig, before, pivot }: Request): Bracket {
  const [left, right] = [rig[before], rig[before + 1]];
  if (left === undefined || right === undefined)
    throw new RangeError(`${target.id} is not between cameras ${before} and ${before + 1} of the rig`);
  const [toLeft, toRight] = [angleAt(pivot, target, left.camera), angleAt(pivot, target, right.camera)];
  return { left, right, share: toLeft / (toLeft + toRight) };
}
