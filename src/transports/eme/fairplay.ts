import { bytesOfBase64 } from './bytes.js';

/**
 * The content key context (CKC) in what a FairPlay key server answers: bare, or as base64, in `<ckc>` or as `ckc` of a JSON
 * object. Apple specifies the context and leaves its wrapping to the server.
 */
export function readCkc(response: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  // A bare context is binary: text does not begin with its version in 32 bits.
  if (response.subarray(0, 4).includes(0)) return response;
  const text = new TextDecoder().decode(response).trim();
  const wrapped =
    /^<ckc>([\s\S]*)<\/ckc>$/.exec(text)?.[1] ?? /"ckc"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? text;
  return bytesOfBase64(wrapped) ?? response;
}
