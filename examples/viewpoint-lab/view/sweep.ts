/** The slow turn to and fro that shows, before anybody has touched anything, that the picture is not a video. */
import type { Rig } from '../../../src/viewpoint/index.js';

const periodMs = 16_000;
/** Degrees to either side at most, and the part of an open row's width. */
const widest = 32;
const part = 0.4;

export class Sweep {
  readonly #reach: number;
  #elapsedMs = 0;

  constructor(rig: Rig) {
    const { azimuth } = rig.limits;
    this.#reach = azimuth === 'wraps' ? widest : Math.min(widest, (azimuth[1] - azimuth[0]) * part);
  }

  /** How far to turn now, degrees. */
  advance(elapsedMs: number): number {
    const before = this.#place();
    this.#elapsedMs += elapsedMs;
    return this.#place() - before;
  }

  #place(): number {
    // It begins at rest: the sine's slope comes in over the first second.
    const eased = 1 - Math.exp(-((this.#elapsedMs / 1500) ** 2));
    return this.#reach * eased * Math.sin((this.#elapsedMs / periodMs) * 2 * Math.PI);
  }
}
