/** The event descriptor's calibration (schema: calibration, intrinsics, distortion): glTF's scene and camera axes, metres, +Y up. */
import type { Calibration } from '../../event/index.js';
import type { CameraModel } from './camera-model.js';
import { checked } from './checked.js';
import { checkedRotation } from './checked-rotation.js';
import { unsupportedLens } from './errors.js';
import { refuseSkew } from './expressible.js';
import { bends, noDistortion } from './lens.js';
import type { Distortion } from './lens.js';
import { finiteNumbers, vector3 } from './numbers.js';
import { quaternionOf } from './quaternion.js';

export function cameraFromCalibration(id: string, calibration: Calibration): CameraModel {
  const { translation, rotation, intrinsics, distortion } = calibration;
  const { fx, fy, cx, cy, width, height } = intrinsics;
  return checked({
    id,
    width,
    height,
    fx,
    fy,
    skew: 0,
    cx,
    cy,
    distortion: distortion === undefined ? noDistortion : lensOf(distortion, id),
    position: vector3(translation, id, 'translation'),
    rotation: checkedRotation(rotation, id),
  });
}

function lensOf(distortion: NonNullable<Calibration['distortion']>, camera: string): Distortion {
  if (distortion.model !== 'brown-conrady')
    throw unsupportedLens(camera, `its model is ${distortion.model}, not brown-conrady`);
  const [k1 = 0, k2 = 0, k3 = 0, ...radial] = finiteNumbers(distortion.radial, camera, 'radial');
  const [p1 = 0, p2 = 0, ...tangential] = finiteNumbers(distortion.tangential, camera, 'tangential');
  if ([...radial, ...tangential].some((coefficient) => coefficient !== 0))
    throw unsupportedLens(camera, 'it has more coefficients than k1, k2, k3 and p1, p2');
  return [k1, k2, p1, p2, k3];
}

/** The scene has to be the descriptor's: metres, +Y up. */
export function calibrationFromCamera(camera: CameraModel): Calibration {
  refuseSkew(camera, 'an event descriptor');
  const { fx, fy, cx, cy, width, height, position, rotation } = camera;
  const [k1, k2, p1, p2, k3] = camera.distortion;
  const lens = { model: 'brown-conrady', radial: [k1, k2, k3], tangential: [p1, p2] } as const;
  return {
    translation: position,
    rotation: quaternionOf(rotation),
    intrinsics: { fx, fy, cx, cy, width, height },
    ...(bends(camera.distortion) ? { distortion: lens } : {}),
  };
}
