import type { Environment } from '../../base/index.js';

export interface KeyWatchOptions {
  readonly video: HTMLMediaElement;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  /** Whether a licence server has yet to answer: it has its own time limit. */
  licensePending(): boolean;
  /**
   * At most once: the wait is in vain.
   * @param waiting whether the browser has said that it waits for a key; Firefox does not always
   */
  onStarved(waiting: boolean): void;
}

/** From the browser's word that it waits for a key; a licence that has come takes effect in milliseconds. */
const patienceMs = 3000;
/** Looks in a row, so far apart, at which encrypted media is there and no picture of it: some browsers never say why. */
const looksInRow = 2;
/** Seconds of media from which any decoder makes a picture. */
const enough = 0.5;

/** Without it a stream whose key never comes, or is another's, would stay black for ever: browsers only say that they wait. */
export function watchForKey(options: KeyWatchOptions): void {
  const { video, environment, signal } = options;
  let cancel: (() => void) | undefined;
  let waiting = false;
  let looks = 0;
  const stop = () => {
    cancel?.();
    cancel = undefined;
    waiting = false;
    looks = 0;
  };
  const look = () => {
    if (options.licensePending()) return wait();
    if (!waiting) {
      if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) return stop();
      looks = !video.paused && hasEnough(video) ? looks + 1 : 0;
      if (looks < looksInRow) return wait();
    }
    const said = waiting;
    stop();
    options.onStarved(said);
  };
  const wait = () => {
    cancel = environment.setTimer(look, patienceMs);
  };
  const onEncrypted = () => {
    if (cancel === undefined) wait();
  };
  const onWaiting = () => {
    if (waiting) return;
    waiting = true;
    // The patience is from the browser's word on, not from the media's.
    cancel?.();
    wait();
  };
  video.addEventListener('encrypted', onEncrypted, { signal });
  video.addEventListener('waitingforkey', onWaiting, { signal });
  for (const moved of ['timeupdate', 'loadeddata', 'canplay', 'error', 'emptied'])
    video.addEventListener(moved, stop, { signal });
  signal.addEventListener('abort', stop, { once: true });
}

function hasEnough({ currentTime, buffered }: HTMLMediaElement): boolean {
  for (let n = 0; n < buffered.length; n += 1)
    if (buffered.start(n) <= currentTime && buffered.end(n) >= currentTime + enough) return true;
  return false;
}
