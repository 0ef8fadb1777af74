/** What is under way on each element: browsers take one change of MediaKeys at a time. */
const changes = new WeakMap<HTMLMediaElement, Promise<void>>();

/** Puts the keys on the element, or takes those it has off, after whatever was asked of it before. */
export function changeMediaKeys(video: HTMLMediaElement, keys: MediaKeys | null): Promise<void> {
  const change = mediaKeysSettled(video).then(async () => {
    // The DOM's type has it on every element; browsers have it on secure pages only.
    if ('setMediaKeys' in video && (video.mediaKeys ?? null) !== keys) await video.setMediaKeys(keys);
  });
  changes.set(
    video,
    change.catch(() => {}),
  );
  return change;
}

/** Resolves when the element's keys are not being changed. Never rejects. */
export function mediaKeysSettled(video: HTMLMediaElement): Promise<void> {
  return changes.get(video) ?? Promise.resolve();
}

/** Takes the keys off, for whoever uses the element next; its source must be gone. What keeps them on it does no harm there. */
export function clearMediaKeys(video: HTMLMediaElement): Promise<void> {
  return changeMediaKeys(video, null).catch(() => {});
}
