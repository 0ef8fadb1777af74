import { sizeOf } from './calibrated.js';
import type { Sizes } from './calibrated.js';
import type { CameraModel } from './camera-model.js';
import { incomplete, quoted } from './errors.js';
import { cameraFromProjection } from './projection.js';
import { numberFrom, words } from './text.js';

const format = 'projection matrix';
/** Longer than any twelve numbers. */
const longest = 2000;

/** Whether a text is twelve numbers and nothing else. */
export const isProjection = (text: string): boolean =>
  text.length <= longest && /^[\s\d.eE+-]+$/.test(text) && words(text).length === 12;

/** A text of twelve numbers, row by row; it knows neither id nor size. */
export function cameraFromProjectionText(text: string, id: string, sizes: Sizes | undefined): CameraModel {
  const size = sizeOf(sizes, id);
  if (size === undefined) {
    throw incomplete(format, `it does not say how large picture ${quoted(id)} is`, {
      hint: 'Give the sizes of the pictures.',
    });
  }
  const P = words(text).map((word) => numberFrom(word, format, `an entry of ${quoted(id)}`));
  return cameraFromProjection({ id, P, ...size });
}
