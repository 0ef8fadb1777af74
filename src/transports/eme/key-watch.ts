import type { Environment } from '../../base/index.js';

export interface KeyWatchOptions {
  readonly video: HTMLMediaElement;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  /** Whether a licence server has yet to answer: it has its own time limit. */
  licensePending(): boolean;
  /** At most once: the wait is in vain. */
  onStarved(): void;
}

/** From the browser's word that it waits for a key; a licence that has come takes effect in milliseconds. */
const patienceMs = 3000;

/** Without it a stream whose key never comes would stay black for ever: browsers only say that they wait. */
export function watchForKey(options: KeyWatchOptions): void {
  const { video, environment, signal } = options;
  let cancel: (() => void) | undefined;
  const stop = () => {
    cancel?.();
    cancel = undefined;
  };
  const wait = () => {
    cancel = environment.setTimer(() => {
      if (options.licensePending()) return wait();
      stop();
      options.onStarved();
    }, patienceMs);
  };
  const start = () => {
    if (cancel === undefined) wait();
  };
  video.addEventListener('waitingforkey', start, { signal });
  for (const moved of ['timeupdate', 'canplay']) video.addEventListener(moved, stop, { signal });
  signal.addEventListener('abort', stop, { once: true });
}
