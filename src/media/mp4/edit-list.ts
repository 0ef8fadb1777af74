import { find, fullBox } from './boxes.js';
import { malformed } from './errors.js';
import { exactTicks } from './ticks.js';
import type { Edit } from './types.js';

const none: Edit = { shift: 0, start: 0, simplified: false };
/** media_time of an edit in which nothing is shown. */
const empty = -1n;

/**
 * Reads edts. As browsers do with fragments: empty edits in front delay the track, the first other one says which media time it
 * begins with, and lasts for ever.
 */
export function readEdit(trak: Uint8Array, timescale: number, movieTimescale: number): Edit {
  const elst = find(trak, 'edts', 'elst');
  if (elst === undefined) return none;
  const { version, cursor } = fullBox(elst);
  const count = cursor.u32();
  let delay = 0n;
  for (let index = 0; index < count; index++) {
    const duration = version === 1 ? cursor.u64() : BigInt(cursor.u32());
    const mediaTime = version === 1 ? cursor.i64() : BigInt(cursor.i32());
    const normalRate = cursor.u32() === 0x10000;
    if (mediaTime === empty) {
      delay += duration;
      continue;
    }
    if (mediaTime < 0n) throw malformed('an edit begins before its media');
    const start = ticksOf(delay, timescale, movieTimescale);
    const begin = exactTicks(mediaTime);
    if (begin === undefined) throw malformed('an edit begins at no sane time');
    return { shift: start - begin, start, simplified: index + 1 < count || !normalRate };
  }
  const start = ticksOf(delay, timescale, movieTimescale);
  return { shift: start, start, simplified: false };
}

/** Movie ticks in track ticks, to the nearest. */
function ticksOf(movieTicks: bigint, timescale: number, movieTimescale: number): number {
  if (movieTicks === 0n) return 0;
  const scale = BigInt(movieTimescale);
  const ticks = exactTicks((movieTicks * BigInt(timescale) + scale / 2n) / scale);
  if (ticks === undefined) throw malformed('an empty edit lasts too long');
  return ticks;
}
