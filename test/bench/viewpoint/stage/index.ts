/** Where ours is drawn: the built package in a plain page of a headless Chromium, with software WebGL. */
export { Moment, withMoment } from './moment.js';
export type { View } from './moment.js';
export { withStage } from './stage.js';
export type { Stage } from './stage.js';
