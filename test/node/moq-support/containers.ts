/** Takes objects of each container apart, as a player would. */
import { readVarint, varintLength } from '../../../examples/edge/moq/webtransport/varint.js';
import { chunks } from '../edge-support/boxes.js';

export interface OpenedObject {
  /** Event time in µs, as the container tells it. */
  readonly micros: number;
  readonly data: Uint8Array;
  /** Decoder configuration that came with it. */
  readonly config: Uint8Array | undefined;
}

const moqEpochMicros = Date.UTC(2020, 0, 1) * 1000;

function take(bytes: Uint8Array): { value: number; rest: Uint8Array } {
  const length = varintLength(bytes[0]!);
  return { value: readVarint(bytes.subarray(0, length)), rest: bytes.subarray(length) };
}

export function openLegacy(object: Uint8Array): OpenedObject {
  const { value, rest } = take(object);
  return { micros: value + moqEpochMicros, data: rest, config: undefined };
}

/** draft-ietf-moq-loc-04 */
export function openLoc(object: Uint8Array): OpenedObject {
  const block = take(object);
  let left = block.rest.subarray(0, block.value);
  const data = block.rest.subarray(block.value);
  const found = new Map<number, number | Uint8Array>();
  for (let type = 0; left.byteLength > 0;) {
    const distance = take(left);
    type += distance.value;
    const value = take(distance.rest);
    left = value.rest;
    found.set(type, type % 2 === 0 ? value.value : left.subarray(0, value.value));
    if (type % 2 === 1) left = left.subarray(value.value);
  }
  const config = found.get(0x0d) ?? found.get(0x0f);
  return {
    micros: Number(found.get(0x10)),
    data,
    config: config instanceof Uint8Array ? config : undefined,
  };
}

/** @param timescale the track's, from its header */
export function openCmaf(object: Uint8Array, timescale: number): OpenedObject & { captured: number } {
  const [chunk, ...more] = chunks(object);
  if (!chunk || more.length > 0) throw new Error('An object must be one chunk.');
  return {
    // Seconds apart, because microseconds of the whole would not fit a float64.
    micros:
      Math.floor(chunk.decodeTime / timescale) * 1_000_000 +
      Math.round(((chunk.decodeTime % timescale) * 1_000_000) / timescale),
    data: chunk.samples[0]!.data,
    config: undefined,
    captured: chunk.capture?.eventTime ?? NaN,
  };
}
