/** Both sources read where the target's depths say, and mixed. */
import { blankPicture, byte } from '../../picture.js';
import type { Picture } from '../../picture.js';
import type { Plane } from '../../plane.js';
import { channels } from './layers.js';
import type { SweptSource } from './layers.js';

/** A source fades out over so many pixels before its edge. */
const feather = 8;
/** Where neither source sees anything, their edges are mixed. */
const leastWeight = 1e-4;

/** @param share of b, 0 to 1 */
export function blendedAt(nearness: Plane, a: SweptSource, b: SweptSource, share: number): Picture {
  const { width, height } = nearness;
  const picture = blankPicture(width, height);
  const [ofA, ofB] = [new Float32Array(3), new Float32Array(3)];
  for (let y = 0, pixel = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, pixel += 1) {
      const weightA = (1 - share) * read(a, x, y, nearness.data[pixel]!, ofA);
      const weightB = share * read(b, x, y, nearness.data[pixel]!, ofB);
      const mix = weightB / (weightA + weightB);
      for (let channel = 0; channel < 3; channel += 1)
        picture.data[pixel * 3 + channel] = byte(ofA[channel]! * (1 - mix) + ofB[channel]! * mix);
    }
  return picture;
}

/** Puts the colour into `colour`, and says how far inside the source it is: 0 at the edge to 1. */
function read(
  { layer, warp: { turn, shift } }: SweptSource,
  x: number,
  y: number,
  near: number,
  colour: Float32Array,
): number {
  const { width, height, data } = layer;
  const w = turn[6]! * x + turn[7]! * y + turn[8]! + shift[2]! * near;
  const px = (turn[0]! * x + turn[1]! * y + turn[2]! + shift[0]! * near) / w;
  const py = (turn[3]! * x + turn[4]! * y + turn[5]! + shift[1]! * near) / w;
  const [cx, cy] = [Math.min(width - 1, Math.max(0, px)), Math.min(height - 1, Math.max(0, py))];
  const [left, top] = [Math.min(cx | 0, width - 2), Math.min(cy | 0, height - 2)];
  const [tx, ty] = [cx - left, cy - top];
  const upper = (top * width + left) * channels;
  const lower = upper + width * channels;
  for (let channel = 0; channel < 3; channel += 1)
    colour[channel] =
      (data[upper + channel]! * (1 - tx) + data[upper + channels + channel]! * tx) * (1 - ty) +
      (data[lower + channel]! * (1 - tx) + data[lower + channels + channel]! * tx) * ty;
  if (!(w > 0)) return leastWeight;
  const inside = Math.min(px, py, width - 1 - px, height - 1 - py) / feather;
  return Math.min(1, Math.max(leastWeight, inside));
}
