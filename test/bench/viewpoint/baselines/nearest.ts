/** The picture of the camera that is nearer in angle, as it is: what a player without synthesis shows. */
import type { Synthesize } from '../trial.js';
import { bracketOf } from './bracket.js';

export const nearest: Synthesize = (request) => {
  const { left, right, share } = bracketOf(request);
  return (share <= 0.5 ? left : right).picture;
};
