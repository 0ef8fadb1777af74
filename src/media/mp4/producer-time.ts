import { ntpToEpochMs } from '../../base/index.js';
import { fullBox } from './boxes.js';
import { ticksToMs } from './ticks.js';
import type { ProducerTime, Track } from './types.js';

/** Reads prft; undefined for a track that the init segment does not have. */
export function readProducerTime(
  prft: Uint8Array,
  tracks: ReadonlyMap<number, Track>,
): ProducerTime | undefined {
  const { version, flags, cursor } = fullBox(prft);
  const track = tracks.get(cursor.u32());
  const seconds = cursor.u32();
  const fraction = cursor.u32();
  const mediaTime = version === 0 ? BigInt(cursor.u32()) : cursor.u64();
  if (track === undefined) return undefined;
  return {
    track,
    timeMs: ticksToMs(mediaTime + BigInt(track.edit.shift), track.timescale),
    epochMs: ntpToEpochMs(seconds, fraction),
    flags,
  };
}
