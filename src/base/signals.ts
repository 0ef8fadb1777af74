import { effect, signal, untracked } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';

export { batch, computed, effect, signal, untracked } from '@preact/signals-core';
export type { ReadonlySignal, Signal } from '@preact/signals-core';

/** Calls back with the value now and after every change, until the abort signal. */
export function watch<T>(source: ReadonlySignal<T>, signal: AbortSignal, callback: (value: T) => void): void {
  if (signal.aborted) return;
  const dispose = effect(() => {
    const value = source.value;
    untracked(() => callback(value));
  });
  // The first callback runs inside effect(), before there is anything to dispose: it may have aborted already.
  if (signal.aborted) dispose();
  else signal.addEventListener('abort', dispose, { once: true });
}

/** Resolves with the first value that passes, now or later; rejects with the signal's reason when that aborts first. */
export function when<T, U extends T>(
  source: ReadonlySignal<T>,
  accept: (value: T) => value is U,
  abort: AbortSignal,
): Promise<U>;
export function when<T>(
  source: ReadonlySignal<T>,
  accept: (value: T) => boolean,
  abort: AbortSignal,
): Promise<T>;
export function when<T>(
  source: ReadonlySignal<T>,
  accept: (value: T) => boolean,
  abort: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    abort.throwIfAborted();
    const done = new AbortController();
    abort.addEventListener('abort', () => reject(abort.reason), { once: true, signal: done.signal });
    watch(source, AbortSignal.any([abort, done.signal]), (value) => {
      if (!accept(value)) return;
      resolve(value);
      done.abort();
    });
  });
}

/** A signal that never changes, for a feed that has nothing to say about something. */
export function constant<T>(value: T): ReadonlySignal<T> {
  return signal(value);
}
