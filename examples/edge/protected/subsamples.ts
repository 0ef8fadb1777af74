/** Which bytes of an H.264 picture are encrypted (ISO/IEC 23001-7, 9.5.2). */
import { nalType, nalUnits } from '../h264/nal.js';
import { blockSize, type Scheme } from './scheme.js';

/** A clear run and the encrypted one behind it, bytes. */
export interface Subsample {
  readonly clear: number;
  readonly encrypted: number;
}

const lengthSize = 4;
/** The NAL unit's header and all of its slice header stay readable; the venue's slice headers take under 16 bytes. */
const clearLeader = 32;
/** What the 16-bit count of clear bytes holds. */
const longestClear = 0xffff;
/** Slices of pictures (ITU-T H.264, table 7-1). */
const isSlice = (type: number) => type >= 1 && type <= 5;

/** Slices are encrypted behind their leader: whole blocks of them (`cenc`, 10.1), or to their end (`cbcs`, 10.4). */
export function subsamplesOf(accessUnit: Uint8Array, scheme: Scheme): Subsample[] {
  const found: Subsample[] = [];
  let clear = 0;
  for (const nal of nalUnits(accessUnit)) {
    const body = nal.byteLength - clearLeader;
    const encrypted =
      !isSlice(nalType(nal)) || body < blockSize ? 0 : scheme === 'cenc' ? body - (body % blockSize) : body;
    clear += lengthSize + nal.byteLength - encrypted;
    if (encrypted === 0) continue;
    for (; clear > longestClear; clear -= longestClear) found.push({ clear: longestClear, encrypted: 0 });
    found.push({ clear, encrypted });
    clear = 0;
  }
  for (; clear > longestClear; clear -= longestClear) found.push({ clear: longestClear, encrypted: 0 });
  if (clear > 0) found.push({ clear, encrypted: 0 });
  return found;
}
