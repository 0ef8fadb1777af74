import type { LevelDetails } from 'hls.js';

/** Where on the media timeline to begin so that a wanted place is seen, closer to the edge than the hold-back where need be. Seconds. */
export function startPosition(details: LevelDetails, wanted: number): number {
  const newest = details.edge - (details.partTarget || details.targetduration / 2);
  return Math.max(details.fragmentStart, Math.min(wanted, newest));
}
