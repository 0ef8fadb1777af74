import { Cursor, whole } from './cursor.js';

/** An Opus stream's identification, in dOps (big-endian, in MP4) or OpusHead (little-endian, RFC 7845 5.1). */
export interface OpusConfig {
  readonly channels: number;
  /** Samples of 48 kHz at the beginning that are decoded and not heard. */
  readonly preSkip: number;
  /** Hertz of what was encoded; a decoder always gives 48 kHz. */
  readonly inputSampleRate: number;
  /** Q7.8 dB. */
  readonly outputGain: number;
  readonly mappingFamily: number;
  /** Stream count, coupled count and one number a channel; empty for family 0. */
  readonly mapping: Uint8Array;
}

const magic = [0x4f, 0x70, 0x75, 0x73, 0x48, 0x65, 0x61, 0x64]; // OpusHead

/** OpusSpecificBox ("Encapsulation of Opus in ISO Base Media File Format" 4.3.2). */
export function parseDOps(bytes: Uint8Array): OpusConfig | undefined {
  return whole(() => {
    const cursor = new Cursor(bytes);
    if (cursor.u8() !== 0) return undefined;
    const channels = cursor.u8();
    const preSkip = cursor.u16();
    const inputSampleRate = cursor.u32();
    const outputGain = cursor.i16();
    const mappingFamily = cursor.u8();
    const mapping = mappingFamily === 0 ? new Uint8Array() : cursor.take(2 + channels);
    return channels === 0
      ? undefined
      : { channels, preSkip, inputSampleRate, outputGain, mappingFamily, mapping };
  });
}

export function parseOpusHead(bytes: Uint8Array): OpusConfig | undefined {
  if (bytes.byteLength < 19 || magic.some((byte, index) => bytes[index] !== byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const channels = view.getUint8(9);
  const mappingFamily = view.getUint8(18);
  const mapping = mappingFamily === 0 ? new Uint8Array() : bytes.subarray(19, 21 + channels);
  if (view.getUint8(8) >> 4 !== 0 || channels === 0) return undefined;
  if (mappingFamily !== 0 && mapping.byteLength < 2 + channels) return undefined;
  return {
    channels,
    preSkip: view.getUint16(10, true),
    inputSampleRate: view.getUint32(12, true),
    outputGain: view.getInt16(16, true),
    mappingFamily,
    mapping,
  };
}

/** The identification header that WebCodecs takes as an Opus description. */
export function buildOpusHead(config: OpusConfig): Uint8Array {
  const head = new Uint8Array(19 + config.mapping.byteLength);
  const view = new DataView(head.buffer);
  head.set(magic);
  view.setUint8(8, 1);
  view.setUint8(9, config.channels);
  view.setUint16(10, config.preSkip, true);
  view.setUint32(12, config.inputSampleRate, true);
  view.setInt16(16, config.outputGain, true);
  view.setUint8(18, config.mappingFamily);
  head.set(config.mapping, 19);
  return head;
}
