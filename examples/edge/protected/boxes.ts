/** The boxes of Common Encryption (ISO/IEC 23001-7, 8 and 12; ISO/IEC 14496-12, 8.7.8 and 8.12). */
import { box, fullBox } from '../mp4/boxes.js';
import type { ContentKey } from './keys.js';
import { picturePattern } from './scheme.js';
import type { Subsample } from './subsamples.js';

/** What a player must know of one encrypted sample. */
export interface SampleEncryption {
  /** Absent where the track has one for all. */
  readonly iv?: Uint8Array;
  readonly subsamples?: readonly Subsample[];
}

/** The W3C's system id for init data that any system reads: it lists key ids and nothing more. */
export const commonSystemId = Uint8Array.from(Buffer.from('1077efecc0b24d02ace33c1e52e2fb4b', 'hex'));

/** 16.16: 1.0. */
const schemeVersion = 0x0001_0000;
const useSubsamples = 0x2;
const cencIvSize = 8;

/** `pssh`, version 1 (8.1), of the common system: these keys. */
export function commonPssh(kids: readonly Uint8Array[]): Uint8Array {
  return fullBox('pssh', 1, 0, commonSystemId, uint32(kids.length), ...kids, uint32(0));
}

/** The sample entry as an encrypted one: `encv` or `enca`, with `sinf` behind its boxes (8.2, 12.1). */
export function protectedEntry(entry: ArrayBufferView, key: ContentKey, kind: 'video' | 'audio'): Uint8Array {
  const bytes = Buffer.from(entry.buffer, entry.byteOffset, entry.byteLength);
  const content = bytes.subarray(8);
  return box(
    kind === 'video' ? 'encv' : 'enca',
    content,
    box(
      'sinf',
      box('frma', bytes.subarray(4, 8)),
      fullBox('schm', 0, 0, Buffer.from(key.scheme, 'latin1'), uint32(schemeVersion)),
      box('schi', trackEncryption(key, kind)),
    ),
  );
}

function trackEncryption({ scheme, kid, iv }: ContentKey, kind: 'video' | 'audio'): Uint8Array {
  if (scheme === 'cenc') return fullBox('tenc', 0, 0, Uint8Array.of(0, 0, 1, cencIvSize), kid);
  const pattern = kind === 'video' ? (picturePattern.crypt << 4) | picturePattern.skip : 0;
  return fullBox('tenc', 1, 0, Uint8Array.of(0, pattern, 1, 0), kid, Uint8Array.of(iv.byteLength), iv);
}

/**
 * `saiz`, `saio` and `senc` of a fragment, in this order; none where nothing need be said of the samples.
 * @param offset bytes from the start of `moof` to where the first of them will stand
 */
export function sampleEncryptionBoxes(
  samples: readonly { readonly encryption?: SampleEncryption }[],
  offset: number,
): Uint8Array[] {
  const told = samples.map(({ encryption }) => auxiliary(encryption ?? {}));
  if (told.every((bytes) => bytes.byteLength === 0)) return [];
  const withSubsamples = samples.some(({ encryption }) => encryption?.subsamples !== undefined);
  const saiz = fullBox(
    'saiz',
    0,
    0,
    Uint8Array.of(0),
    uint32(told.length),
    Uint8Array.from(told, ({ byteLength }) => byteLength),
  );
  const saioSize = 20;
  const sencHeader = 16;
  const saio = fullBox('saio', 0, 0, uint32(1), uint32(offset + saiz.byteLength + saioSize + sencHeader));
  const senc = fullBox('senc', 0, withSubsamples ? useSubsamples : 0, uint32(told.length), ...told);
  return [saiz, saio, senc];
}

function auxiliary({ iv, subsamples }: SampleEncryption): Uint8Array {
  const vector = iv ?? new Uint8Array(0);
  if (subsamples === undefined) return vector;
  const runs = Buffer.alloc(2 + subsamples.length * 6);
  runs.writeUInt16BE(subsamples.length);
  for (const [i, { clear, encrypted }] of subsamples.entries()) {
    runs.writeUInt16BE(clear, 2 + i * 6);
    runs.writeUInt32BE(encrypted, 4 + i * 6);
  }
  const bytes = Buffer.concat([vector, runs]);
  // saiz counts in bytes of 8 bits (ISO/IEC 14496-12, 8.7.8.3): about forty slices.
  if (bytes.byteLength > 0xff) throw new RangeError('This picture has more slices than saiz can tell.');
  return bytes;
}

function uint32(value: number): Uint8Array {
  return Uint8Array.of(value >> 24, value >> 16, value >> 8, value);
}
