import { Cursor, whole } from './cursor.js';
import { parseH264Sps } from './h264-sps.js';
import { hexByte } from './hex.js';

/** AVCDecoderConfigurationRecord, ISO/IEC 14496-15 5.3.3. */
export interface AvcConfig {
  /** `64001f`: profile, constraint flags and level, as they stand behind `avc1.`. */
  readonly profile: string;
  /** Bytes of the length in front of every NAL unit in a sample: 1, 2 or 4. */
  readonly lengthSize: number;
  readonly sps: readonly Uint8Array[];
  readonly pps: readonly Uint8Array[];
}

export function parseAvcC(bytes: Uint8Array): AvcConfig | undefined {
  return whole(() => {
    const cursor = new Cursor(bytes);
    if (cursor.u8() !== 1) return undefined;
    const profile = Array.from(cursor.take(3), hexByte).join('');
    const lengthSize = (cursor.u8() & 3) + 1;
    const units = (count: number): Uint8Array[] =>
      Array.from({ length: count }, () => cursor.take(cursor.u16()));
    const sps = units(cursor.u8() & 0x1f);
    // Some writers leave out what follows where there are no parameter sets (avc3).
    const pps = cursor.left === 0 ? [] : units(cursor.u8());
    return { profile, lengthSize, sps, pps };
  });
}

/** Profiles whose record ends with chroma format and bit depths. */
const highProfiles = new Set([100, 110, 122, 144, 244]);
const mostSps = 31;
const mostPps = 255;

/** An avcC with lengths of 4 bytes, from NAL units without start codes. Undefined where the first SPS cannot be read. */
export function buildAvcC(sps: readonly Uint8Array[], pps: readonly Uint8Array[]): Uint8Array | undefined {
  const [first] = sps;
  const format = first === undefined ? undefined : parseH264Sps(first);
  if (first === undefined || format === undefined || sps.length > mostSps || pps.length > mostPps)
    return undefined;
  if ([...sps, ...pps].some((unit) => unit.byteLength > 0xffff)) return undefined;
  const listed = (units: readonly Uint8Array[]): number[] =>
    units.flatMap((unit) => [unit.byteLength >> 8, unit.byteLength & 0xff, ...unit]);
  const extension = highProfiles.has(format.profile)
    ? [0xfc | format.chroma, 0xf8 | (format.lumaBits - 8), 0xf8 | (format.chromaBits - 8), 0]
    : [];
  return Uint8Array.from([
    ...[1, ...first.subarray(1, 4), 0xff, 0xe0 | sps.length],
    ...listed(sps),
    pps.length,
    ...listed(pps),
    ...extension,
  ]);
}
