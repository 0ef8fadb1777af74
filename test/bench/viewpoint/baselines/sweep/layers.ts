/** A picture with its grey beside its colours, at the size a level of the sweep works on. */
import { resized } from '../../../../../src/viewpoint/camera/index.js';
import type { CameraModel } from '../../../../../src/viewpoint/camera/index.js';
import type { View } from '../../pavilion.js';
import { planeWarp } from '../plane-warp.js';
import type { PlaneWarp } from '../plane-warp.js';

/** Numbers a pixel: red, green, blue, grey. */
export const channels = 4;

export interface Layer {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** A source as a target of some size sees it. */
export interface SweptSource {
  readonly layer: Layer;
  readonly warp: PlaneWarp;
}

/** @param by divides the size: 1, 2, 4 … */
export function sweptSource({ camera, picture }: View, target: CameraModel, by: number): SweptSource {
  const [width, height] = [Math.floor(picture.width / by), Math.floor(picture.height / by)];
  const data = new Float32Array(width * height * channels);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += channels) {
      let [red, green, blue] = [0, 0, 0];
      for (let row = y * by; row < (y + 1) * by; row += 1)
        for (let column = x * by; column < (x + 1) * by; column += 1) {
          const from = (row * picture.width + column) * 3;
          red += picture.data[from]!;
          green += picture.data[from + 1]!;
          blue += picture.data[from + 2]!;
        }
      const share = 1 / (by * by);
      data[at] = red * share;
      data[at + 1] = green * share;
      data[at + 2] = blue * share;
      data[at + 3] = (0.299 * red + 0.587 * green + 0.114 * blue) * share;
    }
  return { layer: { width, height, data }, warp: planeWarp(target, resized(camera, width, height)) };
}
