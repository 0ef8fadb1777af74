import type { LevelDetails } from 'hls.js';

/** Where on the media timeline to begin so that a wanted place is seen, closer to the edge than the hold-back where need be. Seconds. */
export function startPosition(details: LevelDetails, wanted: number): number {
  const newest = details.edge - (details.partTarget || details.targetduration / 2);
  return Math.max(details.fragmentStart, Math.min(wanted, newest));
}

/**
 * Where to begin so that there is a picture as soon as one part is here: at the part with a key frame before the wanted place,
 * where parts say that they have one. The viewer is sent on as soon as the wanted place is here too.
 */
export function firstPicture(details: LevelDetails, wanted: number): number {
  const position = startPosition(details, wanted);
  const keys = (details.partList ?? []).filter(({ independent, start }) => independent && start <= position);
  return keys.at(-1)?.start ?? position;
}
