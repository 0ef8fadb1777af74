import { certificateRefused } from '../errors.js';

const sha256Bytes = 32;

/** A SHA-256 hash of a certificate as text: hex with or without colons, or base64. */
export function parseCertificateHash(text: string): Uint8Array<ArrayBuffer> {
  const hex = text.replace(/[:\s]/g, '');
  const bytes = /^[0-9a-f]{64}$/i.test(hex)
    ? Uint8Array.from({ length: sha256Bytes }, (_, i) => Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16))
    : fromBase64(text);
  if (bytes?.byteLength !== sha256Bytes)
    throw certificateRefused(`"${text.slice(0, 80)}" is not a SHA-256 hash`);
  return bytes;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text.trim().replace(/-/g, '+').replace(/_/g, '/')), (letter) =>
      letter.charCodeAt(0),
    );
  } catch {
    return undefined;
  }
}
