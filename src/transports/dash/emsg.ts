import { boxesOf, fullBox, viewOf } from './boxes.js';

/** An event message in a segment (ISO/IEC 23009-1, 5.10.3.3). */
export interface EventMessage {
  readonly scheme: string;
  readonly value: string;
  readonly id: number;
  /** Seconds on the media timeline of the track (version 1), or after the segment's first picture (version 0). */
  readonly seconds: number;
  readonly relative: boolean;
  /** Milliseconds; undefined when the publisher does not know yet. */
  readonly durationMs: number | undefined;
  readonly message: Uint8Array;
}

const leastLength = { 0: 4 + 2 + 16, 1: 4 + 20 + 2 };
const unknownDuration = 0xffff_ffff;

/** The event messages before a segment's media, in order; damaged ones are left out. */
export function readEventMessages(bytes: ArrayBuffer | Uint8Array): readonly EventMessage[] {
  const messages: EventMessage[] = [];
  for (const box of boxesOf(viewOf(bytes))) {
    if (box.type === 'mdat') break;
    const message = box.type === 'emsg' ? readEventMessage(box.payload) : undefined;
    if (message !== undefined) messages.push(message);
  }
  return messages;
}

function readEventMessage(payload: DataView): EventMessage | undefined {
  const version = fullBox(payload, leastLength)?.version;
  if (version === undefined) return undefined;
  const numbersAt = version === 1 ? 4 : undefined;
  const scheme = readString(payload, numbersAt === undefined ? 4 : 24);
  const value = scheme && readString(payload, scheme.end);
  if (scheme === undefined || value === undefined) return undefined;
  const at = numbersAt ?? value.end;
  const timeLength = version === 1 ? 8 : 4;
  const end = at + 4 + timeLength + 8;
  if (end > payload.byteLength) return undefined;
  const timescale = payload.getUint32(at);
  if (timescale === 0) return undefined;
  const time = version === 1 ? Number(payload.getBigUint64(at + 4)) : payload.getUint32(at + 4);
  const duration = payload.getUint32(at + 4 + timeLength);
  const messageAt = version === 1 ? value.end : end;
  return {
    scheme: scheme.text,
    value: value.text,
    id: payload.getUint32(at + 8 + timeLength),
    seconds: time / timescale,
    relative: version === 0,
    durationMs: duration === unknownDuration ? undefined : (duration * 1000) / timescale,
    message: new Uint8Array(
      payload.buffer,
      payload.byteOffset + messageAt,
      payload.byteLength - messageAt,
    ).slice(),
  };
}

/** Zero-terminated UTF-8. */
function readString(payload: DataView, at: number): { text: string; end: number } | undefined {
  const bytes = new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength);
  const zero = bytes.indexOf(0, at);
  if (zero < 0) return undefined;
  return { text: new TextDecoder().decode(bytes.subarray(at, zero)), end: zero + 1 };
}
