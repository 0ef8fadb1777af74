import type { Vector3 } from '../camera/index.js';
import { symmetricEigen } from './symmetric-eigen.js';

export interface Axis {
  /** Mean square along it, weighted. */
  readonly spread: number;
  /** Of unit length, its sign arbitrary. */
  readonly direction: Vector3;
}

/** The sum of w v v^T over the sum of weights: its axes, from the least spread to the most. */
export function scatterAxes(
  vectors: readonly Vector3[],
  weights: readonly number[] = vectors.map(() => 1),
): readonly [Axis, Axis, Axis] {
  const m = new Float64Array(9);
  let total = 0;
  vectors.forEach((vector, index) => {
    const weight = weights[index] ?? 0;
    total += weight;
    for (let row = 0; row < 3; row += 1)
      for (let column = 0; column < 3; column += 1)
        m[row * 3 + column] =
          (m[row * 3 + column] ?? 0) + weight * (vector[row] ?? 0) * (vector[column] ?? 0);
  });
  const axes = symmetricEigen(
    m.map((cell) => cell / total),
    3,
  ).map(({ value, vector: [x = 0, y = 0, z = 0] }): Axis => ({ spread: value, direction: [x, y, z] }));
  const [least, middle, most] = axes;
  if (least === undefined || middle === undefined || most === undefined) throw new Error('Three by three.');
  return [least, middle, most];
}

export function centroid(points: readonly Vector3[]): Vector3 {
  const [x, y, z] = points.reduce<Vector3>(
    (sum, p) => [sum[0] + p[0], sum[1] + p[1], sum[2] + p[2]],
    [0, 0, 0],
  );
  return [x / points.length, y / points.length, z / points.length];
}
