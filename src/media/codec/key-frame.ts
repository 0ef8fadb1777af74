import { nalUnits } from './nal.js';
import type { NalFraming } from './nal.js';
import { obusIn } from './av1-obu.js';

export type VideoCodecFamily = 'h264' | 'hevc' | 'vp9' | 'av1';

/** Which of the codecs that need telling apart a codec string is of. */
export function codecFamily(codec: string): VideoCodecFamily | undefined {
  if (/^avc[13]\b/.test(codec)) return 'h264';
  if (/^h[ev][cv]1\b/.test(codec)) return 'hevc';
  if (/^vp09\b|^vp9$/.test(codec)) return 'vp9';
  return /^av01\b/.test(codec) ? 'av1' : undefined;
}

/**
 * Whether decoding can begin at a sample, told from its own bytes: containers and relays are wrong at times. H.264: an IDR
 * picture. HEVC: an IDR, BLA or CRA picture. VP9 and AV1: a key frame.
 */
export function isKeyFrame(data: Uint8Array, family: VideoCodecFamily, framing: NalFraming): boolean {
  switch (family) {
    case 'h264':
      for (const [header = 0] of nalUnits(data, framing)) {
        const type = header & 0x1f;
        if (type >= 1 && type <= 5) return type === 5;
      }
      return false;
    case 'hevc':
      for (const [header = 0] of nalUnits(data, framing)) {
        const type = (header >> 1) & 0x3f;
        if (type < 32) return type >= 16 && type <= 21;
      }
      return false;
    case 'vp9':
      return isVp9Key(data);
    case 'av1':
      return isAv1Key(data);
  }
}

/** The uncompressed header's first bits (VP9 bitstream specification 6.2); of a superframe, its first frame's. */
function isVp9Key(data: Uint8Array): boolean {
  const first = data[0] ?? 0;
  if (first >> 6 !== 2) return false;
  const profile = ((first >> 5) & 1) | ((first >> 3) & 2);
  const at = profile === 3 ? 2 : 3; // bits that follow show_existing_frame
  const showExisting = (first >> at) & 1;
  const interFrame = (first >> (at - 1)) & 1;
  return showExisting === 0 && interFrame === 0;
}

const sequenceHeader = 1;
const frameHeader = 3;
const frame = 6;

/** The first frame header of the temporal unit (AV1 5.9.2); a still picture's short header says nothing and is a key frame's. */
function isAv1Key(data: Uint8Array): boolean {
  let reduced = false;
  for (const { type, payload } of obusIn(data)) {
    const [first = 0] = payload;
    if (type === sequenceHeader) reduced = (first & 0x08) !== 0;
    if (type !== frameHeader && type !== frame) continue;
    const showExisting = first >> 7;
    const frameType = (first >> 5) & 3;
    return reduced || (payload.byteLength > 0 && showExisting === 0 && frameType === 0);
  }
  return false;
}
