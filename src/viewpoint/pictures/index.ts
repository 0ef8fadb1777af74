/** The cameras' pictures on the GPU: kept for drawing within a budget of memory, and made ready for matching. */
export { checkFrame } from './check-frame.js';
export { copiesOf, uploadCopy } from './copies.js';
export type { PictureCopy } from './copies.js';
export { sizeOf } from './frame.js';
export type { Frame, PictureSize } from './frame.js';
export { learnPlate } from './learn-plate.js';
export type { LearnPlateOptions } from './learn-plate.js';
export { keepDifference, keepMatte } from './matte.js';
export { matchingView } from './matching-view.js';
export { planSizes } from './sizes.js';
export type { SizePlan } from './sizes.js';
export { straightened } from './straight.js';
export { resampled, uploadFrame } from './upload.js';
