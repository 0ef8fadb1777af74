/** Writes DER (ITU-T X.690): what a certificate is made of. */

const tags = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Years that UTCTime can say are 1950 to 2049 (RFC 5280, 4.1.2.5). */
const firstGeneralizedYear = 2050;

function element(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(content);
  return Buffer.concat([Uint8Array.of(tag), lengthOf(body.byteLength), body]);
}

function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const bytes: number[] = [];
  for (let left = length; left > 0; left = Math.floor(left / 256)) bytes.unshift(left % 256);
  return Uint8Array.of(0x80 | bytes.length, ...bytes);
}

export const sequence = (...content: readonly Uint8Array[]): Uint8Array => element(tags.sequence, ...content);
export const set = (...content: readonly Uint8Array[]): Uint8Array => element(tags.set, ...content);
export const octetString = (content: Uint8Array): Uint8Array => element(tags.octetString, content);
export const utf8String = (text: string): Uint8Array => element(tags.utf8String, Buffer.from(text, 'utf8'));

/** Of whole bytes; `unused` bits at the end of the last one do not count. */
export const bitString = (content: Uint8Array, unused = 0): Uint8Array =>
  element(tags.bitString, Uint8Array.of(unused), content);

/** A context-specific tag: constructed around elements, primitive around bare bytes. */
export const explicit = (number: number, ...content: readonly Uint8Array[]): Uint8Array =>
  element(0xa0 | number, ...content);
export const implicit = (number: number, content: Uint8Array): Uint8Array => element(0x80 | number, content);

/** @param bytes big-endian, not negative */
export function integer(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  const significant = first < 0 ? Uint8Array.of(0) : bytes.subarray(first);
  const negative = (significant[0] ?? 0) >= 0x80;
  return element(tags.integer, negative ? Uint8Array.of(0) : new Uint8Array(), significant);
}

/** @param dotted for example `1.2.840.10045.4.3.2` */
export function objectIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return element(tags.objectIdentifier, Uint8Array.from(bytes));
}

/** @param time ms since the Unix epoch; seconds are all that is kept */
export function time(time: number): Uint8Array {
  const date = new Date(time);
  const digits = date.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return date.getUTCFullYear() < firstGeneralizedYear
    ? element(tags.utcTime, Buffer.from(`${digits.slice(2)}Z`, 'latin1'))
    : element(tags.generalizedTime, Buffer.from(`${digits}Z`, 'latin1'));
}
