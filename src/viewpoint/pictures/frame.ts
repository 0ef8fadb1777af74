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

/** Of what is uploaded: a VideoFrame's visible part before it is stretched to its display size. */
export function pixelsOf(frame: Frame): PictureSize {
  if (!('displayWidth' in frame)) return sizeOf(frame);
  const { visibleRect } = frame;
  return visibleRect === null ? sizeOf(frame) : { width: visibleRect.width, height: visibleRect.height };
}
