/** Sizes of pictures by the id of the camera that took them, however a calibration writes its name. */
import type { Size } from '../../../src/viewpoint/index.js';
import { stemOf } from './match-pictures.js';

export class PictureSizes extends Map<string, Size> {
  /** Where no name fits: the size that all pictures have, if they have one. */
  readonly #common: Size | undefined;

  constructor(pictures: readonly (readonly [name: string, size: Size])[]) {
    super(pictures.map(([name, size]) => [stemOf(name), size]));
    const [first] = pictures;
    const alike = ([, { width, height }]: readonly [string, Size]): boolean =>
      width === first?.[1].width && height === first[1].height;
    this.#common = pictures.every(alike) ? first?.[1] : undefined;
  }

  override get(id: string): Size | undefined {
    return super.get(stemOf(id)) ?? super.get(id.toLowerCase()) ?? this.#common;
  }
}
