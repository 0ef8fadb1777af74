/** The cameras' pictures on the GPU: kept for drawing within a budget of memory, and made ready for matching. */
export { copiesOf, uploadCopy } from './copies.js';
export type { PictureCopy } from './copies.js';
export { sizeOf } from './frame.js';
export type { Frame, PictureSize } from './frame.js';
export { matchingView } from './matching-view.js';
export { planSizes } from './sizes.js';
export type { SizePlan } from './sizes.js';
export { straightened } from './straight.js';
export { uploadFrame } from './upload.js';
