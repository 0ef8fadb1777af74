/** Encoded video to decoded pictures, through WebCodecs: a few ahead, in order, over errors of the decoder. */
export { FrameLedger, Picture, sameInstant } from './picture.js';
export type { PictureOrigin } from './picture.js';
export { Supply, bridgeMs, frameLimit } from './supply.js';
export type { SupplyOptions } from './supply.js';
