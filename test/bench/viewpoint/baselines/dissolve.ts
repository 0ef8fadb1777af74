/** Both pictures as they are, mixed by angle. */
import type { Synthesize } from '../trial.js';
import { dissolved } from './blend.js';
import { bracketOf } from './bracket.js';

export const dissolve: Synthesize = (request) => {
  const { left, right, share } = bracketOf(request);
  const { width, height } = request.target;
  return dissolved(left.picture.data, right.picture.data, share, width, height);
};
