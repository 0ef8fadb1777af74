import { sleep } from '../../base/index.js';
import type { Environment } from '../../base/index.js';

/** What is under way on each element: browsers take one change of MediaKeys at a time. */
const changes = new WeakMap<HTMLMediaElement, Promise<void>>();

/** A player that is just ending may still hold its keys for a moment, on a busy device for a second: milliseconds, and how often. */
const againAfterMs = 100;
const tries = 20;

/** Puts keys on the element, after whatever was asked of it before. */
export function setMediaKeys(video: HTMLMediaElement, keys: MediaKeys): Promise<void> {
  return inTurn(video, () => video.setMediaKeys(keys));
}

/** Takes the keys off, for whoever uses the element next; its source must be gone. Keys that will not go do no harm there. */
export function clearMediaKeys(video: HTMLMediaElement, environment: Environment): Promise<void> {
  const never = new AbortController().signal;
  return inTurn(video, async () => {
    for (let left = tries; left > 0; left -= 1) {
      // The DOM's type has it on every element; browsers have it on secure pages only.
      if (!('mediaKeys' in video) || video.mediaKeys === null) return;
      const cleared = await video.setMediaKeys(null).then(
        () => true,
        () => false,
      );
      if (!cleared) await sleep(environment, againAfterMs, never);
    }
  });
}

/** Resolves when the element's keys are not being changed. Never rejects. */
export function mediaKeysSettled(video: HTMLMediaElement): Promise<void> {
  return changes.get(video) ?? Promise.resolve();
}

function inTurn(video: HTMLMediaElement, change: () => Promise<void>): Promise<void> {
  const changed = mediaKeysSettled(video).then(change);
  changes.set(
    video,
    changed.catch(() => {}),
  );
  return changed;
}
