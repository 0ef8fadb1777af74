/** The splats that all peers draw: a ball of them that fills the picture's height, the same in every run. */
import { randomFrom } from '../../../support/random.js';

/** Bytes a splat in the .splat format: position and scale as 3 floats each, colour and rotation as 4 bytes each. */
const rowLength = 32;
const radius = 1;
/** Standard deviations along each axis: the least and what may come on top. */
const [leastScale, moreScale] = [0.01, 0.02];

/** A .splat file (A. Wei, antimatter15/splat). */
export function splatFile(count: number): Uint8Array {
  const random = randomFrom(20_000);
  const file = new Uint8Array(count * rowLength);
  const view = new DataView(file.buffer);
  for (let index = 0; index < count; index += 1) {
    const at = index * rowLength;
    const direction = [gaussian(random), gaussian(random), gaussian(random)] as const;
    const out = (radius * Math.cbrt(random())) / Math.hypot(...direction);
    direction.forEach((value, axis) => view.setFloat32(at + axis * 4, value * out, true));
    for (let axis = 0; axis < 3; axis += 1)
      view.setFloat32(at + 12 + axis * 4, leastScale + moreScale * random(), true);
    for (let channel = 0; channel < 3; channel += 1) file[at + 24 + channel] = Math.floor(random() * 256);
    file[at + 27] = 128 + Math.floor(random() * 128);
    const turn = [gaussian(random), gaussian(random), gaussian(random), gaussian(random)] as const;
    const size = Math.hypot(...turn);
    turn.forEach((value, part) => (file[at + 28 + part] = Math.round((value / size) * 127 + 128)));
  }
  return file;
}

/** Box and Muller's. */
const gaussian = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
