import { Cursor } from '../codec/index.js';
import { boxesIn, find, fullBox } from './boxes.js';
import type { Box } from './boxes.js';
import { malformed } from './errors.js';
import type { ReaderLimits } from './limits.js';
import { readAudioEntry } from './audio-entry.js';
import { readProtection } from './protection.js';
import type { Protection, SampleEntry } from './types.js';
import { readVideoEntry } from './video-entry.js';

/** Bytes that a sample entry has in front of its boxes: what all share and what its kind adds. */
const fieldBytes: Readonly<Record<string, number>> = { encv: 78, enca: 28 };

/** Reads stsd. */
export function readSampleEntries(
  stsd: Uint8Array,
  handler: string,
  limits: ReaderLimits,
): [SampleEntry, ...SampleEntry[]] {
  const { cursor } = fullBox(stsd);
  cursor.skip(4); // the count: the boxes speak for themselves
  const entries: SampleEntry[] = [];
  for (const box of boxesIn(cursor.rest())) {
    if (entries.length === limits.tracks) throw malformed('a track has too many sample entries');
    entries.push(readEntry(box, handler));
  }
  const [first, ...others] = entries;
  if (first === undefined) throw malformed('a track has no sample entry');
  return [first, ...others];
}

function readEntry({ type, payload }: Box, handler: string): SampleEntry {
  const protection = readProtectionOf(type, payload);
  const format = protection?.originalFormat ?? type;
  const fields = new Cursor(payload);
  fields.skip(8); // reserved, data reference
  const entry: SampleEntry =
    handler === 'vide'
      ? readVideoEntry(format, fields)
      : handler === 'soun'
        ? readAudioEntry(format, fields)
        : { kind: 'other', format, codec: format };
  return protection === undefined ? entry : { ...entry, protection };
}

function readProtectionOf(type: string, payload: Uint8Array): Protection | undefined {
  const skipped = fieldBytes[type];
  if (skipped === undefined) return undefined;
  const cursor = new Cursor(payload);
  cursor.skip(skipped);
  return readProtection(find(cursor.rest(), 'sinf'));
}
