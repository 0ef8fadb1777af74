import { signal, watch } from '../../base/index.js';
import type { Environment, ReadonlySignal } from '../../base/index.js';

/** A signal that follows another at most once in `milliseconds`, and never misses its last value. */
export function sampled<T>(
  source: ReadonlySignal<T>,
  milliseconds: number,
  environment: Environment,
  abort: AbortSignal,
): ReadonlySignal<T> {
  const out = signal(source.peek());
  let resting: (() => void) | undefined;
  const take = () => {
    resting = undefined;
    if (out.peek() === source.peek()) return;
    out.value = source.peek();
    resting = environment.setTimer(take, milliseconds);
  };
  watch(source, abort, () => {
    if (resting === undefined) take();
  });
  abort.addEventListener('abort', () => resting?.(), { once: true });
  return out;
}
