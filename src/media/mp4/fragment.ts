import { boxesIn, fullBox } from './boxes.js';
import { malformed } from './errors.js';
import { samplesAllowed } from './limits.js';
import type { ReaderLimits } from './limits.js';
import { readTrackFragment } from './track-fragment.js';
import type { FragmentState } from './track-fragment.js';
import type { Fragment, Track, TrackRun } from './types.js';

/** A moof and its mdat in one piece, as the cutter found them. */
export interface FragmentPiece {
  readonly bytes: Uint8Array;
  readonly position: number;
  /** moof's payload, and where mdat's begins; bytes of `bytes`. */
  readonly moof: { readonly from: number; readonly to: number };
  readonly dataFrom: number;
}

/** Reads a moof with its data. */
export function readFragment(
  piece: FragmentPiece,
  tracks: ReadonlyMap<number, Track>,
  ends: ReadonlyMap<number, bigint>,
  limits: ReaderLimits,
): Fragment {
  const { bytes, position, dataFrom, moof } = piece;
  const state: FragmentState = {
    bytes,
    position,
    dataFrom,
    tracks,
    ends,
    dataEnd: 0,
    allowed: samplesAllowed(bytes.byteLength, limits),
  };
  let sequence = 0;
  const runs: TrackRun[] = [];
  for (const { type, payload } of boxesIn(bytes.subarray(moof.from, moof.to))) {
    if (type === 'mfhd') sequence = fullBox(payload).cursor.u32();
    if (type !== 'traf') continue;
    if (runs.length === limits.tracks) throw malformed('a fragment has too many parts');
    const run = readTrackFragment(payload, state);
    if (run !== undefined) runs.push(run);
  }
  return { sequence, runs, bytes, position };
}
