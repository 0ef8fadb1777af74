import { badOption } from '../errors.js';
import { sizeOf } from './frame.js';
import type { Frame } from './frame.js';

/**
 * What comes from a page without types may be anything, and may be closed by now. `option` is its name in the message.
 * @throws OlympicPlayerError `viewpoint/invalid-option`
 */
export function checkFrame(frame: Frame, option: string): void {
  if (!isFrame(frame))
    throw badOption(
      option,
      'it is no picture of a kind that can be taken',
      'Give an ImageBitmap, a VideoFrame or an ImageData.',
    );
  const { width, height } = sizeOf(frame);
  if (width > 0 && height > 0) return;
  throw badOption(option, 'it has no pixels', 'Give it before it is closed.');
}

/** By what they have: pictures of another window are of other classes. */
const isFrame = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  ('displayWidth' in value || ('width' in value && ('data' in value || 'close' in value)));
