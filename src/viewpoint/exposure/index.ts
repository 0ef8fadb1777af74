/** How differently the cameras are exposed, from what several of them see. */
export { balance } from './balance.js';
export type { Link } from './balance.js';
export { Exposures } from './exposures.js';
