/** What a picture may be given as. It stays the caller's: nothing here closes it. */
export type Frame = ImageBitmap | VideoFrame | ImageData;

export interface PictureSize {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** As it is shown: a VideoFrame's visible part, at its display size. */
export const sizeOf = (frame: Frame): PictureSize =>
  'displayWidth' in frame
    ? { width: frame.displayWidth, height: frame.displayHeight }
    : { width: frame.width, height: frame.height };
