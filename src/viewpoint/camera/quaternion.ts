import type { Matrix3 } from './vector.js';

/** (x, y, z, w), a unit quaternion. */
export type Quaternion = readonly [number, number, number, number];

export function matrixOf([qx, qy, qz, qw]: Quaternion): Matrix3 {
  const n = 1 / Math.hypot(qx, qy, qz, qw);
  const [x, y, z, w] = [qx * n, qy * n, qz * n, qw * n];
  return [
    1 - 2 * (y * y + z * z),
    2 * (x * y - z * w),
    2 * (x * z + y * w),
    2 * (x * y + z * w),
    1 - 2 * (x * x + z * z),
    2 * (y * z - x * w),
    2 * (x * z - y * w),
    2 * (y * z + x * w),
    1 - 2 * (x * x + y * y),
  ];
}

/** Shepperd's method: the largest of the four is found first, so nothing is divided by a small number. */
export function quaternionOf(m: Matrix3): Quaternion {
  const [m00, m01, m02, m10, m11, m12, m20, m21, m22] = m;
  const trace = m00 + m11 + m22;
  if (trace > Math.max(m00, m11, m22)) {
    const s = 2 * Math.sqrt(1 + trace);
    return [(m21 - m12) / s, (m02 - m20) / s, (m10 - m01) / s, s / 4];
  }
  if (m00 >= m11 && m00 >= m22) {
    const s = 2 * Math.sqrt(1 + m00 - m11 - m22);
    return [s / 4, (m01 + m10) / s, (m02 + m20) / s, (m21 - m12) / s];
  }
  if (m11 >= m22) {
    const s = 2 * Math.sqrt(1 + m11 - m00 - m22);
    return [(m01 + m10) / s, s / 4, (m12 + m21) / s, (m02 - m20) / s];
  }
  const s = 2 * Math.sqrt(1 + m22 - m00 - m11);
  return [(m02 + m20) / s, (m12 + m21) / s, s / 4, (m10 - m01) / s];
}
