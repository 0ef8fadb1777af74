/** The tracks of a broadcast: each encoding in each container, by names like `high.loc`. */
import { containers, type Container } from './container.js';
import type { Encoding } from './encoding.js';

export interface MediaTrack {
  readonly name: string;
  readonly encoding: Encoding;
  readonly container: Container;
}

/** @param only the containers wanted; all of them when empty */
export function mediaTracks(
  encodings: readonly Encoding[],
  only: readonly Container[],
): readonly MediaTrack[] {
  return containers
    .filter((container) => only.length === 0 || only.includes(container))
    .flatMap((container) =>
      encodings.map((encoding) => ({ name: `${encoding.id}.${container}`, encoding, container })),
    );
}
