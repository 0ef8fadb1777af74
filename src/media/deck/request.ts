import { abortError } from '../../base/index.js';
import type { DeckFrame, DeckTime } from '../contract.js';

/** One picture somebody waits for. */
export class FrameRequest {
  readonly promise: Promise<DeckFrame>;
  #resolve: (frame: DeckFrame) => void = () => {};
  #reject: (reason: unknown) => void = () => {};

  constructor(public time: DeckTime) {
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Whoever does not wait for it need not hear that it was superseded.
    this.promise.catch(() => {});
  }

  shown(frame: DeckFrame): void {
    this.#resolve(frame);
  }

  supersede(message: string): void {
    this.#reject(abortError(message));
  }

  fail(error: unknown): void {
    this.#reject(error);
  }
}
