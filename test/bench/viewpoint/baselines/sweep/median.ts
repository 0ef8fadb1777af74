/** Takes out what is alone: the median of 3x3, the edge repeated. */
import { blankPlane } from '../../plane.js';
import type { Plane } from '../../plane.js';

export function median({ width, height, data }: Plane): Plane {
  const out = blankPlane(width, height);
  const around = new Float32Array(9);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      let count = 0;
      for (let row = y - 1; row <= y + 1; row += 1)
        for (let column = x - 1; column <= x + 1; column += 1) {
          const value =
            data[Math.min(height - 1, Math.max(0, row)) * width + Math.min(width - 1, Math.max(0, column))]!;
          let place = count;
          while (place > 0 && around[place - 1]! > value) {
            around[place] = around[place - 1]!;
            place -= 1;
          }
          around[place] = value;
          count += 1;
        }
      out.data[at] = around[4]!;
    }
  return out;
}
