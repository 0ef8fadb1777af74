import { msClock } from './ticks.js';
import type { TrackRun } from './types.js';

/**
 * The milliseconds of a run's ticks, its track's edit applied: give it `decodeOffset`, and `decodeOffset + compositionOffset` for
 * presentation.
 */
export function clockOf({ decodeTime, track }: TrackRun): (ticks: number) => number {
  return msClock(decodeTime + BigInt(track.edit.shift), track.timescale);
}

/** Milliseconds of presentation time where a run begins to be shown or heard; where it has no samples, where they would be. */
export function startOf(run: TrackRun): number {
  let first = run.samples.length === 0 ? 0 : Infinity;
  for (const { decodeOffset, compositionOffset } of run.samples)
    first = Math.min(first, decodeOffset + compositionOffset);
  return clockOf(run)(first);
}

/** Milliseconds of presentation time before which a track's samples are decoded and neither shown nor heard. */
export function presentationStart({ edit, timescale }: TrackRun['track']): number {
  return (edit.start * 1000) / timescale;
}
