import { boxesIn, find, fullBox } from './boxes.js';
import { malformed } from './errors.js';
import type { ReaderLimits } from './limits.js';
import { ticksToMs } from './ticks.js';
import { readTrack } from './track.js';
import type { InitSegment, SampleDefaults, Track } from './types.js';

/** Reads the payload of moov; `bytes` are those of the whole init segment. */
export function readMovie(moov: Uint8Array, bytes: Uint8Array, limits: ReaderLimits): InitSegment {
  const header = find(moov, 'mvhd');
  if (header === undefined) throw malformed("its 'moov' has no 'mvhd'");
  const { timescale, durationMs } = readMovieHeader(header);
  const mvex = find(moov, 'mvex');
  const defaults = mvex === undefined ? new Map<number, SampleDefaults>() : readDefaults(mvex, limits);
  const tracks: Track[] = [];
  const protectionSystems: Uint8Array[] = [];
  for (const { type, payload, from, to } of boxesIn(moov)) {
    if (type === 'pssh') protectionSystems.push(moov.subarray(from, to));
    if (type !== 'trak') continue;
    if (tracks.length === limits.tracks) throw malformed('it has too many tracks');
    const track = readTrack(payload, timescale, defaults, limits);
    if (tracks.some(({ id }) => id === track.id)) throw malformed('two tracks have the same number');
    tracks.push(track);
  }
  return { tracks, bytes, fragmented: mvex !== undefined, durationMs, protectionSystems };
}

function readMovieHeader(mvhd: Uint8Array): { timescale: number; durationMs: number | undefined } {
  const { version, cursor } = fullBox(mvhd);
  cursor.skip(version === 1 ? 16 : 8);
  const timescale = cursor.u32();
  if (timescale === 0) throw malformed('the movie counts time in nothing');
  const duration = version === 1 ? cursor.u64() : BigInt(cursor.u32());
  const unknown = duration === 0n || duration === (version === 1 ? 2n ** 64n - 1n : 2n ** 32n - 1n);
  return { timescale, durationMs: unknown ? undefined : ticksToMs(duration, timescale) };
}

function readDefaults(mvex: Uint8Array, limits: ReaderLimits): Map<number, SampleDefaults> {
  const defaults = new Map<number, SampleDefaults>();
  for (const { type, payload } of boxesIn(mvex)) {
    if (type !== 'trex') continue;
    if (defaults.size === limits.tracks) throw malformed('it has too many tracks');
    const { cursor } = fullBox(payload);
    defaults.set(cursor.u32(), {
      entry: cursor.u32(),
      duration: cursor.u32(),
      size: cursor.u32(),
      flags: cursor.u32(),
    });
  }
  return defaults;
}
