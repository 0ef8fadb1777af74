import { BitReader } from './bits.js';
import { Cursor, whole } from './cursor.js';
import { readHevcProfile } from './hevc-codec.js';
import type { HevcProfile } from './hevc-codec.js';
import { withoutEmulation } from './nal.js';

/** What a player needs of a sequence parameter set, H.265 7.3.2.2. */
export interface HevcSps {
  readonly profile: HevcProfile;
  /** Pixels that are shown: the conformance window applied. */
  readonly width: number;
  readonly height: number;
  readonly chroma: number;
  readonly lumaBits: number;
  readonly chromaBits: number;
  readonly maxReorderFrames: number;
}

/** The largest picture of level 6.2 is 8192 x 4320, no side beyond the square root of eight times that. */
const mostPixels = 16_888;
const profileBytes = 12;
/** log2 of the largest picture order count is at most 16, sub-layers at most 7. */
const mostSubLayers = 7;

/** Reads an SPS with its two bytes of NAL header, emulation prevention still in it. */
export function parseHevcSps(unit: Uint8Array): HevcSps | undefined {
  return whole(() => {
    const [header] = unit;
    if (header === undefined || ((header >> 1) & 0x3f) !== 33) return undefined;
    const payload = withoutEmulation(unit.subarray(2));
    const subLayers = ((payload[0] ?? 0) >> 1) & 7;
    if (subLayers >= mostSubLayers) return undefined;
    const profile = readHevcProfile(new Cursor(payload.subarray(1)));
    return readBehindProfile(new BitReader(payload.subarray(1 + profileBytes)), profile, subLayers);
  });
}

function readBehindProfile(bits: BitReader, profile: HevcProfile, subLayers: number): HevcSps | undefined {
  skipSubLayers(bits, subLayers);
  bits.unsigned();
  const chroma = bits.unsigned();
  const planes = chroma === 3 && bits.flag() ? 3 : 1;
  const [codedWidth, codedHeight] = [bits.unsigned(), bits.unsigned()];
  if (codedWidth > mostPixels || codedHeight > mostPixels) return undefined;
  const window = bits.flag()
    ? [bits.unsigned(), bits.unsigned(), bits.unsigned(), bits.unsigned()]
    : [0, 0, 0, 0];
  const [left = 0, right = 0, top = 0, bottom = 0] = window;
  const subsampled = planes === 1 ? chroma : 0;
  const width = codedWidth - (left + right) * (subsampled === 1 || subsampled === 2 ? 2 : 1);
  const height = codedHeight - (top + bottom) * (subsampled === 1 ? 2 : 1);
  if (width <= 0 || height <= 0) return undefined;
  const lumaBits = 8 + bits.unsigned();
  const chromaBits = 8 + bits.unsigned();
  bits.unsigned(); // picture order count
  let maxReorderFrames = 0;
  for (let layer = bits.flag() ? 0 : subLayers; layer <= subLayers; layer++) {
    bits.unsigned();
    maxReorderFrames = bits.unsigned();
    bits.unsigned();
  }
  return { profile, width, height, chroma, lumaBits, chromaBits, maxReorderFrames };
}

function skipSubLayers(bits: BitReader, subLayers: number): void {
  if (subLayers === 0) return;
  let skipped = 0;
  for (let layer = 0; layer < 8; layer++) {
    const [hasProfile, hasLevel] = [bits.flag(), bits.flag()];
    if (layer < subLayers) skipped += (hasProfile ? 88 : 0) + (hasLevel ? 8 : 0);
  }
  bits.skip(skipped);
}
