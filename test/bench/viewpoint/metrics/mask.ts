/** Which pixels count: one byte a pixel, 0 where a pixel is left out. Without a mask all do. */
export type Mask = Uint8Array;
