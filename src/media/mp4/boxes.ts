import { Cursor, fourccAt } from '../codec/index.js';
import { malformed } from './errors.js';

/** ISO/IEC 14496-12 4.2: where a box's payload lies in its bytes. */
export interface BoxHeader {
  readonly type: string;
  readonly headerSize: number;
  /** Header included; 0: to the end of the file. */
  readonly size: number;
}

export interface Box {
  readonly type: string;
  /** Without the header. */
  readonly payload: Uint8Array;
  /** Where the whole box lies in the bytes it was found in. */
  readonly from: number;
  readonly to: number;
}

/** A header of 8 bytes, or of 16 where the size needs 64 bits; undefined while its bytes are not all there. */
export function readBoxHeader(bytes: Uint8Array, at: number): BoxHeader | undefined {
  const end = bytes.byteLength;
  if (end - at < 8) return undefined;
  const type = fourccAt(bytes, at + 4);
  const short = uint32(bytes, at);
  if (short !== 1) return { type, headerSize: 8, size: short };
  if (end - at < 16) return undefined;
  return { type, headerSize: 16, size: uint32(bytes, at + 8) * 2 ** 32 + uint32(bytes, at + 12) };
}

function uint32(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] ?? 0) * 2 ** 24 +
    ((bytes[at + 1] ?? 0) << 16) +
    ((bytes[at + 2] ?? 0) << 8) +
    (bytes[at + 3] ?? 0)
  );
}

/** The boxes that fill these bytes, one after the other. A box that reaches beyond them is malformed. */
export function* boxesIn(bytes: Uint8Array): Generator<Box, void, undefined> {
  const end = bytes.byteLength;
  for (let at = 0; end - at >= 8;) {
    const header = readBoxHeader(bytes, at);
    if (header === undefined) throw malformed('a box has half a header');
    const size = header.size === 0 ? end - at : header.size;
    if (size < header.headerSize || size > end - at)
      throw malformed(`the box ${printableType(header.type)} is longer than what it stands in`);
    const from = at;
    at += size;
    yield { type: header.type, payload: bytes.subarray(from + header.headerSize, at), from, to: at };
  }
}

/** The payload of the first box of a path, down from the given payload. */
export function find(bytes: Uint8Array, ...path: readonly string[]): Uint8Array | undefined {
  let found: Uint8Array | undefined = bytes;
  for (const type of path) {
    if (found === undefined) return undefined;
    found = child(found, type);
  }
  return found;
}

function child(bytes: Uint8Array, type: string): Uint8Array | undefined {
  for (const box of boxesIn(bytes)) if (box.type === type) return box.payload;
  return undefined;
}

export interface FullBox {
  readonly version: number;
  readonly flags: number;
  /** Behind version and flags. */
  readonly cursor: Cursor;
}

export function fullBox(payload: Uint8Array): FullBox {
  const cursor = new Cursor(payload);
  return { version: cursor.u8(), flags: cursor.u24(), cursor };
}

/** Registered types are printable; \xa9 is QuickTime's copyright sign. */
export function isType(type: string): boolean {
  return /^[\x20-\x7e\xa9]{4}$/.test(type);
}

/** For messages: box types are bytes, and bytes may be anything. */
export function printableType(type: string): string {
  return isType(type) ? `'${type}'` : 'of no known type';
}
