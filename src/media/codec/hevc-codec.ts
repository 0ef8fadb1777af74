import { Cursor, whole } from './cursor.js';
import { hexByte } from './hex.js';

/** The general part of profile_tier_level, H.265 7.3.3. */
export interface HevcProfile {
  readonly space: number;
  readonly highTier: boolean;
  readonly profile: number;
  readonly compatibility: number;
  /** Six bytes. */
  readonly constraints: Uint8Array;
  /** 30 times the level's number. */
  readonly level: number;
}

/** HEVCDecoderConfigurationRecord, ISO/IEC 14496-15 8.3.3, without its less useful fields. */
export interface HevcConfig {
  readonly profile: HevcProfile;
  readonly lengthSize: number;
  /** By NAL unit type: 32 VPS, 33 SPS, 34 PPS, 39 SEI. */
  readonly units: ReadonlyMap<number, readonly Uint8Array[]>;
}

/** The 12 bytes that hvcC, and every SPS, begin their profile with. */
export function readHevcProfile(cursor: Cursor): HevcProfile {
  const first = cursor.u8();
  return {
    space: first >> 6,
    highTier: (first & 0x20) !== 0,
    profile: first & 0x1f,
    compatibility: cursor.u32(),
    constraints: cursor.take(6),
    level: cursor.u8(),
  };
}

export function parseHvcC(bytes: Uint8Array): HevcConfig | undefined {
  return whole(() => {
    const cursor = new Cursor(bytes);
    if (cursor.u8() !== 1) return undefined;
    const profile = readHevcProfile(cursor);
    cursor.skip(8); // segmentation, parallelism, chroma, bit depths, frame rate
    const lengthSize = (cursor.u8() & 3) + 1;
    const units = new Map<number, Uint8Array[]>();
    for (let arrays = cursor.u8(); arrays > 0; arrays--) {
      const type = cursor.u8() & 0x3f;
      const list = units.get(type) ?? [];
      for (let count = cursor.u16(); count > 0; count--) list.push(cursor.take(cursor.u16()));
      units.set(type, list);
    }
    return { profile, lengthSize, units };
  });
}

/** `hvc1.1.6.L93.B0`: ISO/IEC 14496-15 E.3. */
export function hevcCodec(entry: string, profile: HevcProfile): string {
  const space = ['', 'A', 'B', 'C'][profile.space] ?? '';
  let reversed = 0;
  for (let bit = 0; bit < 32; bit++) reversed = reversed * 2 + ((profile.compatibility >>> bit) & 1);
  const constraints = Array.from(profile.constraints);
  while (constraints.at(-1) === 0) constraints.pop();
  return [
    entry,
    `${space}${profile.profile}`,
    reversed.toString(16),
    `${profile.highTier ? 'H' : 'L'}${profile.level}`,
    ...constraints.map((byte) => hexByte(byte).toUpperCase()),
  ].join('.');
}
