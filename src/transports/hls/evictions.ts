import type { FragmentTracker, PlaylistLevelType } from 'hls.js';

/** Seconds that are gone before they are forgotten. */
const batch = 10;
const types = ['main', 'audio'] as readonly string[] as readonly PlaylistLevelType[];

/**
 * Makes hls.js forget the fragments that its buffers have lost by themselves: it looks for them when it has flushed something,
 * and never when parts are appended. Windows here keep a minute and flush nothing, so it would remember every fragment of a day.
 * @param keptFrom seconds of the media timeline: what was before is not kept any more
 * @returns to be called now and then
 */
export function evictionsOf(
  tracker: Pick<FragmentTracker, 'removeFragmentsInRange'>,
  keptFrom: () => number | undefined,
): () => void {
  let last: number | undefined;
  return () => {
    const from = keptFrom();
    if (from === undefined) return;
    // The viewer may have gone back.
    if (last !== undefined && from >= last && from < last + batch) return;
    last = from;
    for (const type of types) tracker.removeFragmentsInRange(-Infinity, from, type);
  };
}
