import type { CameraModel } from './camera-model.js';
import { invalidCamera } from './errors.js';

/** Pixels; no picture is larger, and no GPU takes one that is. */
const largestSide = 65_535;

/** The last gate of every converter: no camera leaves it with a number in it that is no number. */
export function checked(camera: CameraModel): CameraModel {
  const { id, width, height, fx, fy, skew, cx, cy, distortion, position, rotation } = camera;
  if (typeof id !== 'string' || id === '') {
    throw invalidCamera(String(id), 'it has no id', { hint: 'Give every camera an id, a text of its own.' });
  }
  for (const [name, side] of [
    ['width', width],
    ['height', height],
  ] as const) {
    if (Number.isInteger(side) && side >= 1 && side <= largestSide) continue;
    throw invalidCamera(id, `its ${name} is ${side}`, {
      hint: `Give the size of the picture that K is for, in whole pixels from 1 to ${largestSide}.`,
    });
  }
  for (const [name, focal] of [
    ['fx', fx],
    ['fy', fy],
  ] as const) {
    if (focal > 0 && Number.isFinite(focal)) continue;
    throw invalidCamera(id, `its focal length ${name} is ${focal}`, {
      hint: 'Focal lengths are positive, in pixels; axes that point the other way belong into the rotation.',
    });
  }
  if (![skew, cx, cy, ...distortion, ...position, ...rotation].every(Number.isFinite)) {
    throw invalidCamera(id, 'its numbers overflow', {
      hint: 'Check the units of the calibration: some number in it is far too large or far too small.',
    });
  }
  return camera;
}
