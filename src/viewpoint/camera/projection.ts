import type { CameraModel } from './camera-model.js';
import { depthOf } from './camera-model.js';
import { checked } from './checked.js';
import { invalidCamera, mirrored } from './errors.js';
import { refuseBend } from './expressible.js';
import { noDistortion } from './lens.js';
import { matrix3x4, vector3 } from './numbers.js';
import type { Numbers } from './numbers.js';
import { flipped, openCVFromCamera } from './opencv.js';
import { nearestRotation } from './rotation.js';
import { cross, determinant, dot, fromRows, inverse, length, multiply } from './vector.js';
import { rowsOf, scale, scaled, subtract, transform, transpose } from './vector.js';

/** 3x4, row-major. */
// prettier-ignore
export type ProjectionMatrix = readonly [
  number, number, number, number,
  number, number, number, number,
  number, number, number, number,
];

export interface ProjectionCamera {
  readonly id: string;
  /** 3x4, row-major, flat or nested, of any scale and sign: x ~ P X, pixels; pixel centres at whole numbers. */
  readonly P: Numbers;
  readonly width: number;
  readonly height: number;
  /**
   * A point of the scene that the camera has in front of it. P alone cannot tell a mirrored picture from one of a camera
   * that looks the other way; with this point a mirrored one is refused instead of looking away.
   */
  readonly inFront?: Numbers;
}

/** What is left of a row, as a part of the whole, that is nothing but rounding. */
const vanishing = 1e-12;
/** A skew of this part of the focal length is one that rounding made. */
const noSkew = 1e-11;

/**
 * K and R of P = K [R | t] by RQ decomposition (Hartley and Zisserman, "Multiple View Geometry", 2nd edition, 6.2.4), the
 * centre from P's last column. P's sign is chosen so that R is a rotation; both focal lengths can then be positive too.
 */
export function cameraFromProjection({ id, P, width, height, inFront }: ProjectionCamera): CameraModel {
  const { M: given, p } = matrix3x4(P, id, 'P');
  const largest = Math.max(...given.map(Math.abs));
  // Divided first, so that a P of any scale neither overflows nor vanishes.
  const unsigned = scaled(given, 1 / largest);
  const sign = determinant(unsigned) < 0 ? -1 : 1;
  const M = scaled(unsigned, sign);
  const back = inverse(M);
  const [m1, m2, m3] = rowsOf(M);
  const k33 = length(m3);
  const r3 = scale(m3, 1 / k33);
  const k23 = dot(m2, r3);
  const second = subtract(m2, scale(r3, k23));
  const k22 = length(second);
  const r2 = scale(second, 1 / k22);
  const r1 = cross(r2, r3);
  const k11 = dot(m1, r1);
  if (
    back === undefined ||
    !(k33 > vanishing && k22 > vanishing * length(m2) && k11 > vanishing * length(m1))
  ) {
    throw invalidCamera(id, 'the left 3x3 of P is singular', {
      hint: 'Give a P of a camera at a finite place, 12 numbers row by row; affine cameras have no centre to look from.',
    });
  }
  const skew = dot(m1, r2) / k33;
  const camera = checked({
    id,
    width,
    height,
    fx: k11 / k33,
    fy: k22 / k33,
    skew: Math.abs(skew) * k33 <= noSkew * k11 ? 0 : skew,
    cx: dot(m1, r3) / k33,
    cy: k23 / k33,
    distortion: noDistortion,
    position: scale(transform(back, p), -sign / largest),
    rotation: flipped(transpose(nearestRotation(fromRows(r1, r2, r3), id))),
  });
  if (inFront !== undefined && !(depthOf(camera, vector3(inFront, id, 'inFront')) > 0))
    throw mirrored(id, 'with positive focal lengths, what it should have in front of it lies behind it');
  return camera;
}

/** 3x4, row-major: K [R | t], whose third coordinate is the depth in scene units. A camera whose lens bends is refused. */
export function projectionFromCamera(camera: CameraModel): ProjectionMatrix {
  refuseBend(camera, 'a projection matrix');
  const { K, R, t } = openCVFromCamera(camera);
  const [a, b, c] = rowsOf(multiply(K, R));
  const [x, y, z] = transform(K, t);
  return [...a, x, ...b, y, ...c, z];
}
