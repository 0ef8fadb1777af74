/** Measures the made picture against the truth, again whenever it got better, one measurement at a time. */
import { difference, psnr } from './difference.js';

export interface Compared {
  /** Decibels. */
  readonly psnr: number;
  readonly difference: ImageData;
}

export class Comparison {
  readonly #tell: (compared: Compared) => void;
  #truth: ImageData | undefined;
  #made: ImageData | undefined;
  #gain = 4;
  #read: (() => Promise<ImageData | undefined>) | undefined;
  #reading = false;

  constructor(tell: (compared: Compared) => void) {
    this.#tell = tell;
  }

  /** Undefined: nothing is compared. */
  set truth(truth: ImageData | undefined) {
    this.#truth = truth;
    this.#made = undefined;
    this.#read = undefined;
  }

  /** By how much differences are enlarged to be seen. */
  set gain(gain: number) {
    this.#gain = gain;
    this.#compare();
  }

  /**
   * Rejects when reading does.
   * @param read the made picture; undefined where it is no longer that of the camera
   */
  async measure(read: () => Promise<ImageData | undefined>): Promise<void> {
    this.#read = read;
    if (this.#reading) return;
    this.#reading = true;
    try {
      while (this.#read !== undefined) {
        const next: () => Promise<ImageData | undefined> = this.#read;
        this.#read = undefined;
        const made = await next();
        if (made === undefined) continue;
        this.#made = made;
        this.#compare();
      }
    } finally {
      this.#reading = false;
    }
  }

  #compare(): void {
    const [made, truth] = [this.#made, this.#truth];
    if (made === undefined || truth?.width !== made.width || truth.height !== made.height) return;
    this.#tell({ psnr: psnr(made, truth), difference: difference(made, truth, this.#gain) });
  }
}
