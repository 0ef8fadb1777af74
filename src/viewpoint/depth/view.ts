import type { CameraModel, Vector3 } from '../camera/index.js';
import type { Texture } from '../gl/index.js';
import { relate } from './relation.js';

/** A camera's picture as a pinhole would have seen it, at one size. */
export interface Level {
  readonly camera: CameraModel;
  readonly picture: Texture;
}

/** What matching compares: a camera's picture in three sizes, each half of the one before, and the smallest one's census codes. */
export interface View {
  readonly fine: Level;
  readonly half: Level;
  readonly quarter: Level;
  readonly census: Texture;
  /** Whether the pictures' alpha says where the athlete is. */
  readonly silhouettes: boolean;
  /** How the camera is exposed, as far as is known by now: logarithms of red, green and blue, beside the other cameras'. */
  readonly exposure: () => Vector3;
}

export type Size = 'fine' | 'half' | 'quarter';

/** Change of inverse depth that moves the middle of one camera's picture by a pixel in the picture of another. */
export function pixelStep(reference: CameraModel, other: CameraModel): number {
  const { A, b } = relate(reference, other);
  const [x, y] = [(reference.width - 1) / 2, (reference.height - 1) / 2];
  const w = A[6] * x + A[7] * y + A[8];
  const u = (A[0] * x + A[1] * y + A[2]) / w;
  const v = (A[3] * x + A[4] * y + A[5]) / w;
  return Math.abs(w) / Math.hypot(b[0] - u * b[2], b[1] - v * b[2]);
}

/** The smallest such change over some neighbours: the one with the widest baseline. */
export const finestStep = (reference: View, others: readonly View[], size: Size): number =>
  Math.min(...others.map((other) => pixelStep(reference[size].camera, other[size].camera)));
