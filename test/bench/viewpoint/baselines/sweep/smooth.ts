/**
 * Semi-global matching (H. Hirschmüller, "Stereo Processing by Semiglobal Matching and Mutual Information", PAMI 30(2), 2008), with
 * bands that differ from pixel to pixel (M. Rothermel et al., "SURE: Photogrammetric Surface Reconstruction from Imagery", 2012).
 */
import type { Bands } from './bands.js';

/** What a step to the next plane costs, and one to any other; tuned by what it does to the pictures, as were the numbers in costs.ts. */
const small = 0.1;
const large = 2;

const directions = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [1, 1],
  [-1, -1],
  [1, -1],
  [-1, 1],
] as const;

/** Sums of the costs of the best paths from all sides, laid out as the costs are. */
export function smoothed(bands: Bands): Float32Array {
  const sums = new Float32Array(bands.costs.length);
  for (const [dx, dy] of directions) addPaths(bands, dx, dy, sums);
  return sums;
}

function addPaths(
  { width, height, depth, base, costs }: Bands,
  dx: number,
  dy: number,
  sums: Float32Array,
): void {
  const forwards = dy > 0 || (dy === 0 && dx > 0);
  let before = new Float32Array(width * depth);
  let current = new Float32Array(width * depth);
  let leastBefore = new Float32Array(width);
  let leastCurrent = new Float32Array(width);
  for (let down = 0; down < height; down += 1) {
    const y = forwards ? down : height - 1 - down;
    for (let along = 0; along < width; along += 1) {
      const x = forwards ? along : width - 1 - along;
      const pixel = y * width + x;
      const from = pixel * depth;
      const to = x * depth;
      const [px, py] = [x - dx, y - dy];
      let least = Infinity;
      if (px < 0 || py < 0 || px >= width || py >= height) {
        for (let place = 0; place < depth; place += 1) {
          const cost = costs[from + place]!;
          current[to + place] = cost;
          sums[from + place] = sums[from + place]! + cost;
          if (cost < least) least = cost;
        }
      } else {
        const paths = dy === 0 ? current : before;
        const floor = (dy === 0 ? leastCurrent : leastBefore)[px]!;
        const shift = base[pixel]! - base[py * width + px]!;
        const start = px * depth;
        for (let place = 0; place < depth; place += 1) {
          const there = place + shift;
          let path = floor + large;
          if (there >= 0 && there < depth && paths[start + there]! < path) path = paths[start + there]!;
          if (there >= 1 && there <= depth && paths[start + there - 1]! + small < path)
            path = paths[start + there - 1]! + small;
          if (there >= -1 && there < depth - 1 && paths[start + there + 1]! + small < path)
            path = paths[start + there + 1]! + small;
          const cost = costs[from + place]! + path - floor;
          current[to + place] = cost;
          sums[from + place] = sums[from + place]! + cost;
          if (cost < least) least = cost;
        }
      }
      leastCurrent[x] = least;
    }
    [before, current] = [current, before];
    [leastBefore, leastCurrent] = [leastCurrent, leastBefore];
  }
}
