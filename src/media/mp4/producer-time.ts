import { fullBox } from './boxes.js';
import { ticksToMs } from './ticks.js';
import type { ProducerTime, Track } from './types.js';

/** Seconds from the beginning of NTP's first era (1900) to that of Unix time. */
const ntpToUnix = 2_208_988_800;
/** NTP seconds below this are of the second era, which begins in 2036 (RFC 5905 6): the first era's are before 1968. */
const secondEra = 2 ** 31;

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
  const era = seconds < secondEra ? 2 ** 32 : 0;
  return {
    track,
    timeMs: ticksToMs(mediaTime + BigInt(track.edit.shift), track.timescale),
    epochMs: (seconds + era - ntpToUnix) * 1000 + (fraction * 1000) / 2 ** 32,
    flags,
  };
}
