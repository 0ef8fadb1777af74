import { OlympicPlayerError } from '../../../../src/base/index.js';

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

export const json = (value: unknown): Uint8Array => bytes(JSON.stringify(value));

/** What a promise rejects with, which has to be one of ours. */
export async function rejection(promise: Promise<unknown>): Promise<OlympicPlayerError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof OlympicPlayerError) return error;
    throw error;
  }
  throw new Error('it did not reject');
}

/** A QUIC varint (RFC 9000, 16). */
export function varint(value: number): number[] {
  if (value < 64) return [value];
  if (value < 16_384) return [0x40 | (value >> 8), value & 0xff];
  if (value < 2 ** 30)
    return [0x80 | (value >>> 24), (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
  const big = BigInt(value);
  return Array.from(
    { length: 8 },
    (_, i) => Number((big >> BigInt(8 * (7 - i))) & 0xffn) | (i === 0 ? 0xc0 : 0),
  );
}
