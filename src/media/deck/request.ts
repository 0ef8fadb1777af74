import { abortError } from '../../base/index.js';
import type { DeckFrame, DeckTime, Sample } from '../contract.js';
import type { MediaEnvironment } from '../environment.js';

/** Milliseconds after which what lies just before the pictures there are is taken for not coming. */
const patienceMs = 1000;

/** One picture somebody waits for. */
export class FrameRequest {
  readonly promise: Promise<DeckFrame>;
  #resolve: (frame: DeckFrame) => void = () => {};
  #reject: (reason: unknown) => void = () => {};
  #beyond: Sample | undefined;
  #cancel: (() => void) | undefined;

  constructor(public time: DeckTime) {
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Whoever does not wait for it need not hear that it was superseded.
    this.promise.catch(() => {});
  }

  /** Does not take a picture from beyond an open hole for the one asked for, as long as that one may still come. */
  hold(beyond: Sample, environment: MediaEnvironment, over: () => void): void {
    this.#beyond = beyond;
    this.#cancel = environment.setTimer(() => {
      this.#beyond = undefined;
      over();
    }, patienceMs);
  }

  /** The picture it is not to be answered with for now. */
  get beyond(): Sample | undefined {
    return this.#beyond;
  }

  shown(frame: DeckFrame): void {
    this.#cancel?.();
    this.#resolve(frame);
  }

  supersede(message: string): void {
    this.fail(abortError(message));
  }

  fail(error: unknown): void {
    this.#cancel?.();
    this.#reject(error);
  }
}
