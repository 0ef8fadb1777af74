/** Depth of each camera's picture: a coarse sweep, refinement with slanted patches, agreement between neighbours. */
export { census } from './census.glsl.js';
export { coarseDepth } from './coarse.js';
export type { Search } from './coarse.js';
export { checkedDepth } from './checked-depth.js';
export { plans, standardPlan } from './plan.js';
export type { DepthPlan, Quality } from './plan.js';
export { enlarged, refined } from './refinement.js';
export type { Believing } from './refinement.js';
export { gain, relate } from './relation.js';
export { finestStep, pixelStep } from './view.js';
export type { Level, View } from './view.js';
