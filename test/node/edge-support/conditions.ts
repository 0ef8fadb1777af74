import type { Conditions } from '../../../examples/edge/faults/conditions.js';

/** No fault. */
export const quiet: Conditions = {
  stall: false,
  freeze: false,
  truncate: false,
  delay: 0,
  reorder: 0,
  throttle: Infinity,
  drop: 0,
  corrupt: 0,
  clock: 0,
};
