import { mediaMalformed } from '../errors.js';
import type { FrameReader, MediaFrame, MoqObject } from './frame.js';
import { readVarint } from './varint.js';

/** Properties of draft-ietf-moq-loc-04, and the numbers that earlier drafts gave them. */
const timestamp = 0x10;
const timestampDraft03 = 0x06;
const captureTimestampDraft01 = 0x02;
const timescale = 0x08;
const videoConfig = 0x0d;
const videoFrameMarking = 0x09;
const videoFrameMarkingDraft01 = 0x04;
const audioConfig = 0x0f;

const microsecondsPerSecond = 1_000_000;
/** Bit I of frame marking (RFC 9626): the frame needs no other. */
const independentBit = 0x20;

export interface LocProperties {
  readonly timeUs: number | undefined;
  readonly key: boolean | undefined;
  readonly description: Uint8Array | undefined;
}

/** Reads a block of properties: types as differences to the one before, even ones with a number, odd ones with bytes. */
export function parseLocProperties(block: Uint8Array): LocProperties {
  let type = 0;
  let at = 0;
  let time: number | undefined;
  let scale = microsecondsPerSecond;
  let key: boolean | undefined;
  let description: Uint8Array | undefined;
  while (at < block.byteLength) {
    const step = readVarint(block, at);
    type += step.value;
    const { value, next } = readVarint(block, step.next);
    at = next;
    if (type % 2 === 0) {
      if (type === timestamp || type === timestampDraft03 || type === captureTimestampDraft01) time = value;
      else if (type === timescale) {
        if (value === 0) throw mediaMalformed('LOC: a timescale of 0');
        scale = value;
      } else if (type === videoFrameMarkingDraft01) key = (value & independentBit) !== 0;
      continue;
    }
    if (at + value > block.byteLength) throw mediaMalformed('LOC: a property is cut off');
    const bytes = block.subarray(at, at + value);
    at += value;
    if (type === videoConfig || type === audioConfig) description = bytes;
    else if (type === videoFrameMarking && bytes[0] !== undefined) key = (bytes[0] & independentBit) !== 0;
  }
  return {
    timeUs: time === undefined ? undefined : (time * microsecondsPerSecond) / scale,
    key,
    description,
  };
}

/**
 * LOC. Publishers of the moq-lite family put the properties before the payload, in the object itself; in MOQT proper they are
 * properties of the object, which the transport library reads the timestamp of. The first object decides which it is: a codec's
 * payload that reads as a whole property block with a timestamp in it does not occur by chance.
 */
export class LocReader implements FrameReader {
  #inBand: boolean | undefined;

  read({ payload, transportTimeUs }: MoqObject): readonly MediaFrame[] {
    this.#inBand ??= startsWithProperties(payload);
    if (!this.#inBand)
      return payload.byteLength === 0
        ? []
        : [
            {
              timeUs: transportTimeUs,
              decodeTimeUs: undefined,
              durationUs: undefined,
              key: undefined,
              description: undefined,
              data: payload,
            },
          ];
    const { value: length, next } = readVarint(payload, 0);
    if (next + length > payload.byteLength) throw mediaMalformed('LOC: its properties are cut off');
    const { timeUs, key, description } = parseLocProperties(payload.subarray(next, next + length));
    if (timeUs === undefined) throw mediaMalformed('LOC: a frame without a timestamp');
    const data = payload.subarray(next + length);
    if (data.byteLength === 0) return [];
    return [{ timeUs, decodeTimeUs: undefined, durationUs: undefined, key, description, data }];
  }
}

function startsWithProperties(payload: Uint8Array): boolean {
  try {
    const { value: length, next } = readVarint(payload, 0);
    if (length === 0 || next + length > payload.byteLength) return false;
    return parseLocProperties(payload.subarray(next, next + length)).timeUs !== undefined;
  } catch {
    return false;
  }
}
