import { abortError } from './errors.js';
import type { Environment } from './environment.js';

/** Waits, unless the signal aborts first (rejects with its reason). */
export function sleep(environment: Environment, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const aborted = () => {
      cancel();
      reject(signal.reason);
    };
    const cancel = environment.setTimer(() => {
      signal.removeEventListener('abort', aborted);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', aborted, { once: true });
  });
}

/**
 * Settles as `promise` does, or rejects as soon as the signal aborts. The work itself must watch the signal too: this only
 * keeps a caller from hanging on an API that cannot be cancelled.
 */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    // Nobody waits for it any more: that it fails too is no news.
    promise.catch(() => {});
    return Promise.reject(signal.reason);
  }
  return new Promise((resolve, reject) => {
    const aborted = () => reject(signal.reason);
    signal.addEventListener('abort', aborted, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', aborted));
  });
}

/** A signal that aborts with `reason()` after a time, or with its parents. Call `clear` once the work is done. */
export function deadline(
  environment: Environment,
  milliseconds: number,
  parent: AbortSignal,
  reason: () => unknown,
): { signal: AbortSignal; clear: () => void } {
  const controller = new AbortController();
  const clear = environment.setTimer(() => controller.abort(reason()), milliseconds);
  return { signal: AbortSignal.any([parent, controller.signal]), clear };
}

/** A child controller that aborts with its parent. */
export function childController(parent: AbortSignal): AbortController {
  const child = new AbortController();
  if (parent.aborted) child.abort(parent.reason);
  else
    parent.addEventListener('abort', () => child.abort(parent.reason), { once: true, signal: child.signal });
  return child;
}

/** Runs one task at a time: a newer one aborts the older, which rejects with AbortError. */
export class Latest {
  #current: AbortController | undefined;

  /** The number of tasks under way is 0 or 1. */
  get busy(): boolean {
    return this.#current !== undefined;
  }

  async run<T>(parent: AbortSignal, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.abort('superseded by a newer call');
    const controller = childController(parent);
    this.#current = controller;
    try {
      return await abortable(task(controller.signal), controller.signal);
    } finally {
      controller.abort(abortError('finished'));
      if (this.#current === controller) this.#current = undefined;
    }
  }

  abort(message: string): void {
    this.#current?.abort(abortError(message));
    this.#current = undefined;
  }
}

/** Lets input, timers and aborts get their turn. Timers that follow one another are held back to 4 ms; messages are not. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
