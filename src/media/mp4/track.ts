import type { Rotation } from '../contract.js';
import { boxesIn, find, fullBox } from './boxes.js';
import { readEdit } from './edit-list.js';
import { malformed } from './errors.js';
import type { ReaderLimits } from './limits.js';
import { readSampleEntries } from './sample-entries.js';
import type { SampleDefaults, Track } from './types.js';

const noDefaults: SampleDefaults = { entry: 1, duration: 0, size: 0, flags: 0 };

/** Reads trak. */
export function readTrack(
  trak: Uint8Array,
  movieTimescale: number,
  defaults: ReadonlyMap<number, SampleDefaults>,
  limits: ReaderLimits,
): Track {
  const { id, rotation } = readTrackHeader(need(trak, 'tkhd'));
  const mdia = need(trak, 'mdia');
  const { timescale, language } = readMediaHeader(need(mdia, 'mdhd'));
  const { cursor } = fullBox(need(mdia, 'hdlr'));
  cursor.skip(4);
  const stbl = need(need(mdia, 'minf'), 'stbl');
  const entries = readSampleEntries(need(stbl, 'stsd'), cursor.fourcc(), limits);
  return {
    id,
    kind: entries[0].kind,
    timescale,
    entries,
    edit: readEdit(trak, timescale, movieTimescale),
    rotation,
    language,
    defaults: defaults.get(id) ?? noDefaults,
    preroll: readPreroll(stbl),
  };
}

function need(bytes: Uint8Array, type: string): Uint8Array {
  const found = find(bytes, type);
  if (found === undefined) throw malformed(`a track has no '${type}'`);
  return found;
}

function readTrackHeader(tkhd: Uint8Array): { id: number; rotation: Rotation } {
  const { version, cursor } = fullBox(tkhd);
  cursor.skip(version === 1 ? 16 : 8);
  const id = cursor.u32();
  if (id === 0) throw malformed('a track has the number 0');
  cursor.skip(version === 1 ? 28 : 24); // reserved, duration, reserved, layer, group, volume
  const [a, b] = [cursor.i32(), cursor.i32()];
  cursor.skip(4);
  const [c, d] = [cursor.i32(), cursor.i32()];
  return { id, rotation: rotationOf(a, b, c, d) };
}

/** The quarter turn that a matrix { a b, c d } makes; mirrored and skewed ones count as none. */
function rotationOf(a: number, b: number, c: number, d: number): Rotation {
  if (a === 0 && d === 0 && b > 0 && c < 0) return 90;
  if (b === 0 && c === 0 && a < 0 && d < 0) return 180;
  if (a === 0 && d === 0 && b < 0 && c > 0) return 270;
  return 0;
}

function readMediaHeader(mdhd: Uint8Array): { timescale: number; language: string } {
  const { version, cursor } = fullBox(mdhd);
  cursor.skip(version === 1 ? 16 : 8);
  const timescale = cursor.u32();
  if (timescale === 0) throw malformed('a track counts time in nothing');
  cursor.skip(version === 1 ? 8 : 4);
  const packed = cursor.u16();
  const letters = [packed >> 10, packed >> 5, packed].map((bits) => (bits & 0x1f) + 0x60);
  const language = String.fromCharCode(...letters);
  return { timescale, language: /^[a-z]{3}$/.test(language) ? language : 'und' };
}

/** Sample group `roll` (ISO/IEC 14496-12 10.1): how many samples to decode before the one that is wanted. */
function readPreroll(stbl: Uint8Array): number {
  for (const { type, payload } of boxesIn(stbl)) {
    if (type !== 'sgpd') continue;
    const { version, cursor } = fullBox(payload);
    const grouping = cursor.fourcc();
    if ((grouping !== 'roll' && grouping !== 'prol') || version < 1) continue;
    const lengthsVary = cursor.u32() === 0;
    cursor.skip(version >= 2 ? 4 : 0);
    if (cursor.u32() === 0) continue;
    cursor.skip(lengthsVary ? 4 : 0);
    return Math.max(0, -cursor.i16());
  }
  return 0;
}
