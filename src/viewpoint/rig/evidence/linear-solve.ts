/** Adds to a cell. */
export function accumulate(matrix: Float64Array, at: number, value: number): void {
  matrix[at] = (matrix[at] ?? 0) + value;
}

/** Gaussian elimination with pivoting, in place: `size` rows of as many coefficients and the right side. Undefined where singular. */
export function solve(rows: Float64Array, size: number): readonly number[] | undefined {
  const width = size + 1;
  const get = (row: number, column: number): number => rows[row * width + column] ?? 0;
  for (let column = 0; column < size; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < size; row += 1)
      if (Math.abs(get(row, column)) > Math.abs(get(pivot, column))) pivot = row;
    if (!(Math.abs(get(pivot, column)) > 1e-12)) return undefined;
    for (let k = 0; k < width; k += 1) {
      const held = get(column, k);
      rows[column * width + k] = get(pivot, k);
      rows[pivot * width + k] = held;
    }
    for (let row = 0; row < size; row += 1) {
      if (row === column) continue;
      const part = get(row, column) / get(column, column);
      for (let k = column; k < width; k += 1) accumulate(rows, row * width + k, -part * get(column, k));
    }
  }
  return Array.from({ length: size }, (_, i) => get(i, size) / get(i, i));
}
