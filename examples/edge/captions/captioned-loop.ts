/** The recordings with CEA-608 captions in every picture. */
import type { Loop, VideoTrack } from '../contract.js';
import { popOnPairs } from './pop-on.js';
import { captionText } from './script.js';
import { captionSei, withSei } from './sei.js';

export function withCaptions(loop: Loop): Loop {
  const seconds = loop.durationMs / 1000;
  const units = popOnPairs(seconds, loop.fps, (second) => captionText('en', second)).map(captionSei);
  const addedBits = units.reduce((sum, unit) => sum + (unit.byteLength + 4) * 8, 0);
  const captioned = (track: VideoTrack): VideoTrack => ({
    ...track,
    bitrate: track.bitrate + Math.round(addedBits / seconds),
    samples: track.samples.map(({ data, key }, frame) => {
      const sei = units[frame];
      return sei === undefined ? { data, key } : { data: withSei(data, sei), key };
    }),
  });
  const angles = [...loop.angles].map(
    ([id, { high, low }]) => [id, { high: captioned(high), low: captioned(low) }] as const,
  );
  return { ...loop, angles: new Map(angles) };
}
