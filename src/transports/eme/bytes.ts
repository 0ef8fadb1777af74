/** Lower-case hexadecimal. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @returns undefined when the text is not hexadecimal of whole bytes; dashes (of a UUID) are left out */
export function bytesOfHex(text: string): Uint8Array<ArrayBuffer> | undefined {
  const digits = text.replaceAll('-', '');
  if (!/^(?:[\da-f]{2})+$/i.test(digits)) return undefined;
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Base64 or base64url, with or without padding and white space; undefined when it is neither. */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const plain = text
    .replace(/\s|=+\s*$/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  if (plain === '' || !/^[A-Za-z\d+/]+$/.test(plain) || plain.length % 4 === 1) return undefined;
  return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
}

/** Base64 for URLs, without padding (RFC 4648, 5). */
export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

export function bytesOf(source: BufferSource): Uint8Array<ArrayBuffer> {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice()
    : new Uint8Array(source.slice(0));
}
