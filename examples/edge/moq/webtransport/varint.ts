/** QUIC's variable-length integers (RFC 9000, 16). */

const oneByte = 2 ** 6;
const twoBytes = 2 ** 14;
const fourBytes = 2 ** 30;

/** @throws RangeError for what is no whole number from 0 up to 2^53 - 1 */
export function varint(value: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} cannot be a QUIC integer.`);
  if (value < oneByte) return Uint8Array.of(value);
  if (value < twoBytes) return Uint8Array.of(0x40 | (value >> 8), value & 0xff);
  const view = new DataView(new ArrayBuffer(value < fourBytes ? 4 : 8));
  if (value < fourBytes) view.setUint32(0, value + 2 * fourBytes);
  else view.setBigUint64(0, BigInt(value) | (3n << 62n));
  return new Uint8Array(view.buffer);
}

/** How long the integer is whose first byte this is. */
export function varintLength(firstByte: number): number {
  return 1 << (firstByte >> 6);
}

/**
 * Above 2^53 - 1 only about: what browsers put there to see who minds (RFC 9114, 7.2.8) is no number we know.
 * @param bytes exactly one integer
 */
export function readVarint(bytes: Uint8Array): number {
  let value = (bytes[0] ?? 0) & 0x3f;
  for (const byte of bytes.subarray(1)) value = value * 256 + byte;
  return value;
}
