/**
 * The flow as seen from a moment between two pictures: each vector is carried along itself to where it is at that moment, those that
 * meet there are averaged, and what none reaches is filled from around (S. Baker et al., "A Database and Evaluation Methodology for
 * Optical Flow", IJCV 2011, section 3.3.2, with averages instead of the best match).
 */
import { stillFlow } from '../flow/field.js';
import type { Flow } from '../flow/index.js';
import type { Plane } from '../plane.js';

/** A pixel that less of any vector has reached counts as a hole. */
const reached = 1e-4;

/**
 * @param trust in each vector of the one and of the other
 * @param moment 0 at the first picture, 1 at the second
 * @returns flow from the first to the second, at the pixels of the moment between
 */
export function flowBetween(
  forwards: Flow,
  backwards: Flow,
  trust: readonly [Plane, Plane],
  moment: number,
): Flow {
  const { width, height } = forwards;
  const sum = stillFlow(width, height);
  const weights = new Float32Array(width * height);
  carry(forwards, trust[0].data, moment, 1 - moment, 1, sum, weights);
  carry(backwards, trust[1].data, 1 - moment, moment, -1, sum, weights);
  for (let at = 0; at < weights.length; at += 1) {
    if (weights[at]! < reached) {
      weights[at] = 0;
      continue;
    }
    sum.u[at] = sum.u[at]! / weights[at]!;
    sum.v[at] = sum.v[at]! / weights[at]!;
    weights[at] = 1;
  }
  fillHoles(sum, weights);
  return sum;
}

function carry(
  { width, height, u, v }: Flow,
  trust: Float32Array,
  along: number,
  nearness: number,
  sign: 1 | -1,
  sum: Flow,
  weights: Float32Array,
): void {
  for (let y = 0, pixel = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, pixel += 1) {
      const [du, dv] = [u[pixel]!, v[pixel]!];
      const [px, py] = [x + along * du, y + along * dv];
      const [left, top] = [Math.floor(px), Math.floor(py)];
      const [tx, ty] = [px - left, py - top];
      const weight = nearness * trust[pixel]!;
      for (let corner = 0; corner < 4; corner += 1) {
        const [cx, cy] = [left + (corner & 1), top + (corner >> 1)];
        if (cx < 0 || cy < 0 || cx >= width || cy >= height) continue;
        const w = weight * (corner & 1 ? tx : 1 - tx) * (corner >> 1 ? ty : 1 - ty);
        const to = cy * width + cx;
        sum.u[to] = sum.u[to]! + sign * w * du;
        sum.v[to] = sum.v[to]! + sign * w * dv;
        weights[to] = weights[to]! + w;
      }
    }
}

/** Halves the field until no hole is left, and fills each from the level below (push and pull; Gortler et al., SIGGRAPH 1996). */
function fillHoles(flow: Flow, known: Float32Array): void {
  if (!known.includes(0)) return;
  const { width, height } = flow;
  const [halfWidth, halfHeight] = [(width + 1) >> 1, (height + 1) >> 1];
  const half = stillFlow(halfWidth, halfHeight);
  const halfKnown = new Float32Array(halfWidth * halfHeight);
  for (let y = 0, pixel = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, pixel += 1) {
      if (known[pixel] === 0) continue;
      const to = (y >> 1) * halfWidth + (x >> 1);
      half.u[to] = half.u[to]! + flow.u[pixel]!;
      half.v[to] = half.v[to]! + flow.v[pixel]!;
      halfKnown[to] = halfKnown[to]! + 1;
    }
  for (let at = 0; at < halfKnown.length; at += 1) {
    if (halfKnown[at] === 0) continue;
    half.u[at] = half.u[at]! / halfKnown[at]!;
    half.v[at] = half.v[at]! / halfKnown[at]!;
  }
  if (halfWidth > 1 || halfHeight > 1) fillHoles(half, halfKnown);
  for (let y = 0, pixel = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, pixel += 1) {
      if (known[pixel] !== 0) continue;
      const from = (y >> 1) * halfWidth + (x >> 1);
      flow.u[pixel] = half.u[from]!;
      flow.v[pixel] = half.v[from]!;
    }
}
