import { mediaMalformed } from '../errors.js';

/** A QUIC variable-length integer (RFC 9000, 16) and where the next byte is. */
export function readVarint(bytes: Uint8Array, at: number): { readonly value: number; readonly next: number } {
  const first = bytes[at];
  if (first === undefined) throw mediaMalformed('a number is cut off');
  const length = 1 << (first >> 6);
  if (at + length > bytes.byteLength) throw mediaMalformed('a number is cut off');
  let value = first & 0x3f;
  // Multiplied, not shifted: shifts are 32 bits wide.
  for (let i = 1; i < length; i += 1) value = value * 256 + (bytes[at + i] ?? 0);
  if (!Number.isSafeInteger(value)) throw mediaMalformed('a number is larger than 2^53');
  return { value, next: at + length };
}
