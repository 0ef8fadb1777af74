export interface Eigen {
  readonly value: number;
  /** Of unit length. */
  readonly vector: readonly number[];
}

const sweeps = 60;
/** Sum of squares off the diagonal, as a part of the whole, that is nothing but rounding. */
const diagonal = 1e-30;

/**
 * Eigenvalues, smallest first, and eigenvectors of a symmetric matrix, row-major: cyclic Jacobi rotations (Golub and Van
 * Loan, "Matrix Computations", 8.5). Exact enough for null spaces, and matrices here have nine rows at most.
 */
export function symmetricEigen(matrix: ArrayLike<number>, size: number): readonly Eigen[] {
  const a = Float64Array.from(matrix);
  const v = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) v[i * size + i] = 1;
  const get = (m: Float64Array, row: number, column: number): number => m[row * size + column] ?? 0;
  const total = a.reduce((sum, cell) => sum + cell * cell, 0);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    let off = 0;
    for (let p = 0; p < size; p += 1) for (let q = 0; q < p; q += 1) off += get(a, p, q) ** 2;
    if (!(off > total * diagonal)) break;
    for (let p = 0; p < size - 1; p += 1) {
      for (let q = p + 1; q < size; q += 1) {
        const apq = get(a, p, q);
        if (apq === 0) continue;
        const theta = (get(a, q, q) - get(a, p, p)) / (2 * apq);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const s = t * c;
        for (let k = 0; k < size; k += 1) {
          const [akp, akq] = [get(a, k, p), get(a, k, q)];
          a[k * size + p] = c * akp - s * akq;
          a[k * size + q] = s * akp + c * akq;
        }
        for (let k = 0; k < size; k += 1) {
          const [apk, aqk] = [get(a, p, k), get(a, q, k)];
          a[p * size + k] = c * apk - s * aqk;
          a[q * size + k] = s * apk + c * aqk;
          const [vkp, vkq] = [get(v, k, p), get(v, k, q)];
          v[k * size + p] = c * vkp - s * vkq;
          v[k * size + q] = s * vkp + c * vkq;
        }
      }
    }
  }
  return Array.from({ length: size }, (_, column) => ({
    value: get(a, column, column),
    vector: Array.from({ length: size }, (_, row) => get(v, row, column)),
  })).sort((x, y) => x.value - y.value);
}
