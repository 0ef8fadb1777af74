import { fourccAt } from '../codec/index.js';
import { readBoxHeader } from './boxes.js';
import type { ReaderLimits } from './limits.js';

/** What each box that reading can begin at has first in it; by that it is told from media that looks like it. */
const firstChild: Readonly<Record<string, string>> = { moof: 'mfhd', moov: 'mvhd' };
/** Bytes to look at: a header and the header of the first box in it. */
const patternBytes = 16;

const letterM = 0x6d;

/**
 * Where the next moof or moov begins, if one does; else up to where it is sure that none begins: what is behind may be half of one.
 */
export function findStart(
  bytes: Uint8Array,
  limits: ReaderLimits,
): { readonly found: boolean; readonly at: number } {
  const last = bytes.byteLength - patternBytes;
  for (let name = bytes.indexOf(letterM, 4); name >= 0; name = bytes.indexOf(letterM, name + 1)) {
    const at = name - 4;
    if (at > last) break;
    const header = readBoxHeader(bytes, at);
    if (header === undefined) continue;
    const child = firstChild[header.type];
    if (child === undefined || header.size < patternBytes || header.size > limits.headerBytes) continue;
    if (fourccAt(bytes, at + header.headerSize + 4) === child) return { found: true, at };
  }
  return { found: false, at: Math.max(0, last + 1) };
}
