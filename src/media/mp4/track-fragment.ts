import { boxesIn, find, fullBox } from './boxes.js';
import { malformed } from './errors.js';
import { readTrackRun } from './track-run.js';
import type { RunState } from './track-run.js';
import type { SampleDefaults, Track, TrackRun } from './types.js';

const baseDataOffsetPresent = 0x1;
const entryPresent = 0x2;
const durationPresent = 0x8;
const sizePresent = 0x10;
const flagsPresent = 0x20;
const defaultBaseIsMoof = 0x20000;

/** What the trafs of one moof share. */
export interface FragmentState {
  readonly bytes: Uint8Array;
  readonly position: number;
  readonly dataFrom: number;
  readonly tracks: ReadonlyMap<number, Track>;
  /** Ticks where the track's last fragment ended: for those without tfdt. */
  readonly ends: ReadonlyMap<number, bigint>;
  /** Where the data of the traf before ends. */
  dataEnd: number;
  allowed: number;
}

/** tfhd: of which track, and what holds for samples that say nothing else. */
interface TrackFragmentHeader {
  readonly track: Track;
  readonly base: number;
  readonly defaults: SampleDefaults;
}

/** Reads traf; undefined for a track that the init segment does not have. */
export function readTrackFragment(traf: Uint8Array, state: FragmentState): TrackRun | undefined {
  const tfhd = find(traf, 'tfhd');
  if (tfhd === undefined) throw malformed("a track fragment has no 'tfhd'");
  const header = readHeader(tfhd, state);
  if (header === undefined) return undefined;
  const { track, base, defaults } = header;
  const entry = track.entries[defaults.entry - 1];
  if (entry === undefined) throw malformed('a fragment uses a sample entry that is not there');
  const tfdt = find(traf, 'tfdt');
  const decodeTime = tfdt === undefined ? (state.ends.get(track.id) ?? 0n) : readDecodeTime(tfdt);
  const run: RunState = {
    fragment: state.bytes,
    base,
    dataFrom: state.dataFrom,
    defaults,
    samples: [],
    at: base === 0 ? undefined : base,
    duration: 0,
    allowed: state.allowed,
  };
  for (const box of boxesIn(traf)) if (box.type === 'trun') readTrackRun(box.payload, run);
  state.allowed = run.allowed;
  state.dataEnd = run.at ?? state.dataEnd;
  return { track, entry, decodeTime, samples: run.samples, duration: run.duration };
}

function readHeader(tfhd: Uint8Array, state: FragmentState): TrackFragmentHeader | undefined {
  const { flags, cursor } = fullBox(tfhd);
  const track = state.tracks.get(cursor.u32());
  if (track === undefined) return undefined;
  const has = (flag: number): boolean => (flags & flag) !== 0;
  let base = has(defaultBaseIsMoof) ? 0 : state.dataEnd;
  if (has(baseDataOffsetPresent)) base = placeOf(cursor.u64(), state);
  return {
    track,
    base,
    defaults: {
      entry: has(entryPresent) ? cursor.u32() : track.defaults.entry,
      duration: has(durationPresent) ? cursor.u32() : track.defaults.duration,
      size: has(sizePresent) ? cursor.u32() : track.defaults.size,
      flags: has(flagsPresent) ? cursor.u32() : track.defaults.flags,
    },
  };
}

/**
 * An address in the whole file, as a place in the fragment. A segment that was cut out of a longer file does not know where that
 * began: an address outside of the fragment is then moof's own, which is what writers put there.
 */
function placeOf(address: bigint, { position, bytes }: FragmentState): number {
  const place = address - BigInt(position);
  return place >= 0n && place < BigInt(bytes.byteLength) ? Number(place) : 0;
}

function readDecodeTime(tfdt: Uint8Array): bigint {
  const { version, cursor } = fullBox(tfdt);
  return version === 1 ? cursor.u64() : BigInt(cursor.u32());
}
