import type { CameraModel } from './camera-model.js';
import { notExpressible } from './errors.js';
import { bends } from './lens.js';

/** Pixels; what moves nothing by more than this, corner to corner, is rounding and may be lost. */
const unseen = 0.01;

/** Most formats have no word for skew. */
export function refuseSkew({ id, skew, fy, height }: CameraModel, format: string): void {
  if (Math.abs(skew) * (height / fy) > unseen)
    throw notExpressible(id, format, 'its axes are skewed, and the format has no skew');
}

export function refuseBend({ id, distortion }: CameraModel, format: string): void {
  if (bends(distortion)) throw notExpressible(id, format, 'its lens bends, and the format has no lens');
}
