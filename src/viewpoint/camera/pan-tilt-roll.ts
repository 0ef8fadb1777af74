import type { Matrix3 } from './vector.js';

/** OpenTrackIO's angles, degrees: intrinsic, about Z, then X, then Y, each by the right hand. */
export interface PanTiltRoll {
  readonly pan: number;
  readonly tilt: number;
  readonly roll: number;
}

const degrees = 180 / Math.PI;

/** Rz(pan) Rx(tilt) Ry(roll). */
export function panTiltRoll({ pan, tilt, roll }: PanTiltRoll): Matrix3 {
  const [sp, cp] = [Math.sin(pan / degrees), Math.cos(pan / degrees)];
  const [st, ct] = [Math.sin(tilt / degrees), Math.cos(tilt / degrees)];
  const [sr, cr] = [Math.sin(roll / degrees), Math.cos(roll / degrees)];
  return [
    cp * cr - sp * st * sr,
    -sp * ct,
    cp * sr + sp * st * cr,
    sp * cr + cp * st * sr,
    cp * ct,
    sp * sr - cp * st * cr,
    -ct * sr,
    st,
    ct * cr,
  ];
}

/** Looking straight up or down, pan and roll turn about the same axis: all of it is called pan. */
const upright = 1e-9;

export function panTiltRollOf(m: Matrix3): PanTiltRoll {
  const ct = Math.hypot(m[1], m[4]);
  const tilt = Math.atan2(m[7], ct) * degrees;
  if (ct < upright) return { pan: Math.atan2(m[3], m[0]) * degrees, tilt, roll: 0 };
  return { pan: Math.atan2(-m[1], m[4]) * degrees, tilt, roll: Math.atan2(-m[6], m[8]) * degrees };
}
