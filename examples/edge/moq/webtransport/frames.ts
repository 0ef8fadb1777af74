/** HTTP/3 frames and the capsules inside DATA frames (RFC 9114, 7; RFC 9297, 3.2). */
import type { ByteReader } from './byte-reader.js';
import { closeCapsule, frameTypes, settings, streamTypes } from './codes.js';
import { encodeFields, type Field } from './qpack.js';
import { readVarint, varint, varintLength } from './varint.js';

/** How a session ended: WebTransportCloseInfo. */
export interface CloseInfo {
  readonly closeCode: number;
  readonly reason: string;
}

/** Capsules beyond this are nothing that we know. */
const maxCapsuleBytes = 4096;

function frame(type: number, payload: Uint8Array): Uint8Array {
  return Buffer.concat([varint(type), varint(payload.byteLength), payload]);
}

export function headersFrame(fields: readonly Field[]): Uint8Array {
  return frame(frameTypes.headers, encodeFields(fields));
}

/** What a control stream begins with, and all that ours carries. */
export function controlStream(): Uint8Array {
  const pairs = settings.flatMap(([id, value]) => [varint(id), varint(value)]);
  return Buffer.concat([varint(streamTypes.control), frame(frameTypes.settings, Buffer.concat(pairs))]);
}

export function closeFrame({ closeCode, reason }: CloseInfo): Uint8Array {
  const code = new DataView(new ArrayBuffer(4));
  code.setUint32(0, closeCode);
  const value = Buffer.concat([new Uint8Array(code.buffer), Buffer.from(reason, 'utf8')]);
  return frame(frameTypes.data, frame(closeCapsule, value));
}

/**
 * Reads a session's CONNECT stream until it ends.
 * @returns how the peer says that the session ended; code 0 when it just ended the stream
 */
export async function readCapsules(reader: ByteReader): Promise<CloseInfo> {
  let buffer: Uint8Array = new Uint8Array();
  for (;;) {
    const type = await reader.varint();
    if (type === undefined) return { closeCode: 0, reason: '' };
    const length = (await reader.varint()) ?? 0;
    if (type !== frameTypes.data || length > maxCapsuleBytes) {
      await reader.skip(length);
      continue;
    }
    buffer = Buffer.concat([buffer, await reader.bytes(length)]);
    for (let capsule = takeCapsule(buffer); capsule; capsule = takeCapsule(buffer)) {
      if (capsule.type === closeCapsule && capsule.value.byteLength >= 4) return closeInfo(capsule.value);
      buffer = capsule.rest;
    }
    if (buffer.byteLength > maxCapsuleBytes) buffer = new Uint8Array();
  }
}

function closeInfo(value: Uint8Array): CloseInfo {
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  return { closeCode: view.getUint32(0), reason: Buffer.from(value.subarray(4)).toString('utf8') };
}

function takeCapsule(buffer: Uint8Array) {
  const type = takeVarint(buffer);
  const length = type && takeVarint(type.rest);
  if (!length || length.rest.byteLength < length.value) return undefined;
  return {
    type: type.value,
    value: length.rest.subarray(0, length.value),
    rest: length.rest.subarray(length.value),
  };
}

function takeVarint(bytes: Uint8Array) {
  const length = varintLength(bytes[0] ?? 0);
  if (bytes.byteLength < length || bytes.byteLength === 0) return undefined;
  return { value: readVarint(bytes.subarray(0, length)), rest: bytes.subarray(length) };
}
