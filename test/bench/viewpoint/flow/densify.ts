/** From patches to pixels: Kroeger et al., ECCV 2016, equation 3. */
import type { Plane } from '../plane.js';
import { stillFlow } from './field.js';
import type { Flow } from './field.js';
import { patchSize, patchStride } from './inverse-search.js';
import type { SparseFlow } from './inverse-search.js';

/** The mean of the vectors of all patches that cover a pixel, the better the pixel fits the heavier. */
export function densify({ columns, rows, u, v }: SparseFlow, first: Plane, second: Plane): Flow {
  const { width, height } = first;
  const flow = stillFlow(width, height);
  const [mostX, mostY] = [width - 1 - 1e-3, height - 1 - 1e-3];
  for (let y = 0, pixel = 0; y < height; y += 1) {
    const [firstRow, lastRow] = covering(y, rows);
    for (let x = 0; x < width; x += 1, pixel += 1) {
      const [firstColumn, lastColumn] = covering(x, columns);
      let [sumU, sumV, weights] = [0, 0, 0];
      for (let row = firstRow; row <= lastRow; row += 1)
        for (let column = firstColumn; column <= lastColumn; column += 1) {
          const [du, dv] = [u[row * columns + column]!, v[row * columns + column]!];
          const px = Math.min(mostX, Math.max(0, x + du));
          const py = Math.min(mostY, Math.max(0, y + dv));
          const at = (py | 0) * width + (px | 0);
          const [tx, ty] = [px - (px | 0), py - (py | 0)];
          const seen =
            (second.data[at]! * (1 - tx) + second.data[at + 1]! * tx) * (1 - ty) +
            (second.data[at + width]! * (1 - tx) + second.data[at + width + 1]! * tx) * ty;
          const weight = 1 / Math.max(1, Math.abs(seen - first.data[pixel]!));
          sumU += weight * du;
          sumV += weight * dv;
          weights += weight;
        }
      flow.u[pixel] = sumU / weights;
      flow.v[pixel] = sumV / weights;
    }
  }
  return flow;
}

/** First and last patch over a pixel; beyond the last patch, that one. */
function covering(place: number, patches: number): [number, number] {
  const last = Math.min(patches - 1, Math.floor(place / patchStride));
  const first = Math.max(0, Math.ceil((place - patchSize + 1) / patchStride));
  return [Math.min(first, last), last];
}
