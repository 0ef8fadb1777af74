/** Small vectors and matrices, plain numbers: rigs are a few dozen cameras, and double precision matters more than speed. */
export type Vector3 = readonly [number, number, number];
/** Row-major. */
// prettier-ignore
export type Matrix3 = readonly [
  number, number, number,
  number, number, number,
  number, number, number,
];

export const add = (a: Vector3, b: Vector3): Vector3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const subtract = (a: Vector3, b: Vector3): Vector3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (a: Vector3, by: number): Vector3 => [a[0] * by, a[1] * by, a[2] * by];
export const dot = (a: Vector3, b: Vector3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const length = (a: Vector3): number => Math.hypot(a[0], a[1], a[2]);
/** Of unit length; not finite where the vector is zero. */
export const normalize = (a: Vector3): Vector3 => scale(a, 1 / length(a));
export const cross = (a: Vector3, b: Vector3): Vector3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

export const identity: Matrix3 = [1, 0, 0, 0, 1, 0, 0, 0, 1];

export const rowsOf = (m: Matrix3): readonly [Vector3, Vector3, Vector3] => [
  [m[0], m[1], m[2]],
  [m[3], m[4], m[5]],
  [m[6], m[7], m[8]],
];

export const fromRows = (a: Vector3, b: Vector3, c: Vector3): Matrix3 => [...a, ...b, ...c];

export const scaled = (m: Matrix3, by: number): Matrix3 => {
  const [a, b, c] = rowsOf(m);
  return fromRows(scale(a, by), scale(b, by), scale(c, by));
};

export const transform = (m: Matrix3, [x, y, z]: Vector3): Vector3 => [
  m[0] * x + m[1] * y + m[2] * z,
  m[3] * x + m[4] * y + m[5] * z,
  m[6] * x + m[7] * y + m[8] * z,
];

export const transpose = (m: Matrix3): Matrix3 => [m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]];

/** a b: what b does, then a. */
export function multiply(a: Matrix3, b: Matrix3): Matrix3 {
  const [c0, c1, c2] = rowsOf(transpose(b));
  return transpose(fromRows(transform(a, c0), transform(a, c1), transform(a, c2)));
}

export function determinant(m: Matrix3): number {
  return (
    m[0] * (m[4] * m[8] - m[5] * m[7]) -
    m[1] * (m[3] * m[8] - m[5] * m[6]) +
    m[2] * (m[3] * m[7] - m[4] * m[6])
  );
}

/** Undefined where there is none. */
export function inverse(m: Matrix3): Matrix3 | undefined {
  const d = determinant(m);
  if (!Number.isFinite(1 / d)) return undefined;
  return [
    (m[4] * m[8] - m[5] * m[7]) / d,
    (m[2] * m[7] - m[1] * m[8]) / d,
    (m[1] * m[5] - m[2] * m[4]) / d,
    (m[5] * m[6] - m[3] * m[8]) / d,
    (m[0] * m[8] - m[2] * m[6]) / d,
    (m[2] * m[3] - m[0] * m[5]) / d,
    (m[3] * m[7] - m[4] * m[6]) / d,
    (m[1] * m[6] - m[0] * m[7]) / d,
    (m[0] * m[4] - m[1] * m[3]) / d,
  ];
}
