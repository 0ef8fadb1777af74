import type { Cursor } from '../codec/index.js';
import { fullBox } from './boxes.js';
import { malformed } from './errors.js';
import { RunSample } from './sample.js';
import type { SampleDefaults } from './types.js';

const dataOffsetPresent = 0x1;
const firstFlagsPresent = 0x4;
const durationPresent = 0x100;
const sizePresent = 0x200;
const flagsPresent = 0x400;
const compositionPresent = 0x800;

/** What one traf is read into, run by run. */
export interface RunState {
  readonly fragment: Uint8Array;
  /** Where a run's data offset counts from, and where mdat's payload begins; bytes of `fragment`. */
  readonly base: number;
  readonly dataFrom: number;
  readonly defaults: SampleDefaults;
  readonly samples: RunSample[];
  /** The next sample's place in `fragment`; undefined before the first run has said. */
  at: number | undefined;
  /** Ticks of the samples so far. */
  duration: number;
  /** Samples that the fragment may still claim. */
  allowed: number;
}

/** Reads trun (ISO/IEC 14496-12 8.8.8) into the state of its traf. */
export function readTrackRun(trun: Uint8Array, state: RunState): void {
  const { flags, cursor } = fullBox(trun);
  const count = cursor.u32();
  if ((flags & dataOffsetPresent) !== 0) state.at = state.base + cursor.i32();
  const firstFlags = (flags & firstFlagsPresent) === 0 ? undefined : cursor.u32();
  if (count === 0) return;
  const fields = flags & (durationPresent | sizePresent | flagsPresent | compositionPresent);
  if (cursor.left < count * fieldsOf(fields) * 4)
    throw malformed('a run claims more samples than it describes');
  if ((fields & sizePresent) === 0 && state.defaults.size === 0) {
    // Samples of no bytes: nothing to decode, and only their time counts.
    state.duration += timeOf(count, fields, cursor, state.defaults.duration);
    return;
  }
  if (count > state.allowed) throw malformed('a run claims more samples than its bytes can hold');
  state.allowed -= count;
  readSamples(count, fields, firstFlags, cursor, state);
}

function fieldsOf(flags: number): number {
  let count = 0;
  for (const flag of [durationPresent, sizePresent, flagsPresent, compositionPresent])
    if ((flags & flag) !== 0) count++;
  return count;
}

function timeOf(count: number, fields: number, cursor: Cursor, duration: number): number {
  if ((fields & durationPresent) === 0) return count * duration;
  let sum = 0;
  for (let index = 0; index < count; index++) {
    sum += cursor.u32();
    cursor.skip((fieldsOf(fields) - 1) * 4);
  }
  return sum;
}

function readSamples(
  count: number,
  fields: number,
  firstFlags: number | undefined,
  cursor: Cursor,
  state: RunState,
): void {
  const { fragment, samples, defaults } = state;
  const end = fragment.byteLength;
  let at = state.at ?? state.dataFrom;
  if (at < state.dataFrom) throw malformed('a sample lies in front of the media data');
  for (let index = 0; index < count; index++) {
    const duration = (fields & durationPresent) === 0 ? defaults.duration : cursor.u32();
    const size = (fields & sizePresent) === 0 ? defaults.size : cursor.u32();
    const stated = (fields & flagsPresent) === 0 ? defaults.flags : cursor.u32();
    const flags = index === 0 ? (firstFlags ?? stated) : stated;
    // Version 0 says unsigned, but writers put negative numbers there too; offsets of 2^31 ticks do not exist.
    const compositionOffset = (fields & compositionPresent) === 0 ? 0 : cursor.i32();
    if (size > end - at) throw malformed('a sample lies outside of the media data');
    const decodeOffset = state.duration;
    if (size > 0)
      samples.push(new RunSample(fragment, at, size, { decodeOffset, compositionOffset, duration, flags }));
    at += size;
    state.duration += duration;
  }
  state.at = at;
}
