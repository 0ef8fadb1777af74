/** The content keys. They protect nothing: anyone can compute them from their names, as a development edge should have it. */
import { createHash } from 'node:crypto';
import type { Scheme } from './scheme.js';

export interface ContentKey {
  /** `<scheme>/<angle>`, or `<scheme>/sound`: one key serves one scheme (ISO/IEC 23001-7, 4.2). */
  readonly name: string;
  readonly scheme: Scheme;
  readonly kid: Uint8Array;
  readonly key: Uint8Array;
  /** The constant initialization vector of `cbcs`. */
  readonly iv: Uint8Array;
}

/** The name of the sound among the keys: all angles share it. */
export const soundName = 'sound';

export function contentKey(scheme: Scheme, what: string): ContentKey {
  const name = `${scheme}/${what}`;
  return { name, scheme, kid: derive('kid', name), key: derive('key', name), iv: derive('iv', name) };
}

/** Lower-case hexadecimal, as HLS and URLs have it. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** 8-4-4-4-12, as DASH has it. */
export function uuid(bytes: Uint8Array): string {
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function derive(use: string, name: string): Uint8Array {
  return Uint8Array.from(createHash('sha256').update(`${use} of ${name}`).digest().subarray(0, 16));
}
