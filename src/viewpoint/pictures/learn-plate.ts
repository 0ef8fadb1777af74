import { browserEnvironment, nextTask } from '../../base/index.js';
import { badOption } from '../errors.js';
import { checkFrame } from './check-frame.js';
import { commonColours } from './common-colour.js';
import { sizeOf } from './frame.js';
import type { Frame, PictureSize } from './frame.js';

export interface LearnPlateOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Of two, none is in the majority. */
const leastFrames = 3;
/** Of the frames' pixels that are held at once, bytes. Frames are read in bands of rows: nine of 1080p would take 75 MB as a whole. */
const bandBytes = 16 * 2 ** 20;
/** Half a frame of a screen: no more than this at a time, ms. */
const sliceMs = 8;

/**
 * What a fixed camera sees when the athlete is not there, for `plates`: of each pixel the colour that it has in most frames, where they
 * agree to about 16 levels of 255 the mean of them. Runs in a page and in a worker, in slices; it holds 16 MiB of pixels beside the result.
 *
 * What stands still in most frames is taken for the background. Frames from times at which the athlete is at different places are
 * better than many: about ten over several seconds, the exposure fixed. The time it takes grows with the square of their number.
 *
 * @param frames three or more of one camera at several times, all of one size, in any order; where two colours are as frequent, the
 * earlier of the list counts. They stay the caller's; close them once this has settled
 * @returns opaque sRGB of the frames' size (a VideoFrame's display size), rows from the top
 * @throws OlympicPlayerError `viewpoint/invalid-option`; the signal's reason, an `AbortError` by default, when aborted
 */
export async function learnPlate(
  frames: readonly Frame[],
  { signal }: LearnPlateOptions = {},
): Promise<ImageData> {
  const { width, height } = checkedSize(frames);
  let began = browserEnvironment.monotonic();
  const turn = async (): Promise<void> => {
    if (browserEnvironment.monotonic() - began >= sliceMs) {
      await nextTask();
      began = browserEnvironment.monotonic();
    }
    signal?.throwIfAborted();
  };

  await turn();
  const plate = new ImageData(width, height);
  const rowBytes = width * 4;
  const rows = Math.min(height, Math.max(1, Math.floor(bandBytes / (frames.length * rowBytes))));
  const reader = readerOf({ width, height: rows });
  const pictures = new Uint8ClampedArray(frames.length * rows * rowBytes);
  for (let top = 0; top < height; top += rows) {
    for (const [index, frame] of frames.entries()) {
      // It may have been closed meanwhile.
      checkFrame(frame, `frames[${index}]`);
      pictures.set(reader(frame, top), index * rows * rowBytes);
      await turn();
    }
    for (let row = 0; row < Math.min(rows, height - top); row += 1) {
      const from = (top + row) * rowBytes;
      commonColours(pictures, frames.length, row * rowBytes, plate.data.subarray(from, from + rowBytes));
      await turn();
    }
  }
  return plate;
}

function checkedSize(frames: readonly Frame[]): PictureSize {
  const list: readonly Frame[] = Array.isArray(frames) ? frames : [];
  let first: PictureSize | undefined;
  for (const [index, frame] of list.entries()) {
    checkFrame(frame, `frames[${index}]`);
    const size = sizeOf(frame);
    first ??= size;
    if (size.width === first.width && size.height === first.height) continue;
    throw badOption(
      `frames[${index}]`,
      `it is ${size.width} x ${size.height}, and frames[0] is ${first.width} x ${first.height}`,
      'Give frames of one camera, all of one size.',
    );
  }
  if (first !== undefined && list.length >= leastFrames) return first;
  throw badOption(
    'frames',
    `there are ${list.length}`,
    `Give at least ${leastFrames} of the camera, from times at which the athlete is at different places.`,
  );
}

/** Reads rows of frames of the band's width, from one on, as opaque sRGB. Below a frame's last row there is anything. */
function readerOf({ width, height }: PictureSize): (frame: Frame, top: number) => Uint8ClampedArray {
  const context = new OffscreenCanvas(width, height).getContext('2d', {
    alpha: false,
    colorSpace: 'srgb',
    willReadFrequently: true,
  });
  if (context === null)
    throw badOption(
      'frames',
      'there is no canvas to read them with',
      'Give smaller ones, or fewer at a time.',
    );
  return (frame, top) => {
    const size = sizeOf(frame);
    if ('data' in frame) context.putImageData(frame, 0, -top);
    else context.drawImage(frame, 0, -top, size.width, size.height);
    return context.getImageData(0, 0, width, height).data;
  };
}
