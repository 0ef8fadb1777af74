import { Picture } from '../video/index.js';
import type { FrameLedger } from '../video/index.js';

/**
 * The picture in memory of its own, so that the decoder gets its frame back; undefined where the browser does not say how
 * its pixels lie (W3C WebCodecs: `format` is null for some hardware frames). The original stays the caller's.
 */
export async function copyPicture(picture: Picture, ledger: FrameLedger): Promise<Picture | undefined> {
  const { frame } = picture;
  const { format, visibleRect } = frame;
  if (format === null || visibleRect === null) return undefined;
  const data = new ArrayBuffer(frame.allocationSize());
  const layout = await frame.copyTo(data);
  const init: VideoFrameBufferInit & { readonly transfer: ArrayBuffer[] } = {
    format,
    layout,
    codedWidth: visibleRect.width,
    codedHeight: visibleRect.height,
    displayWidth: frame.displayWidth,
    displayHeight: frame.displayHeight,
    timestamp: frame.timestamp,
    ...(frame.duration === null ? {} : { duration: frame.duration }),
    colorSpace: frame.colorSpace.toJSON(),
    transfer: [data],
  };
  const copy = new VideoFrame(data, init);
  return new Picture(copy, picture.sample, picture.generation, ledger, 'copy');
}

/** Bytes of a picture's pixels, copied or not. */
export function pictureBytes({ frame }: Picture): number {
  return frame.format === null ? frame.codedWidth * frame.codedHeight * 4 : frame.allocationSize();
}
