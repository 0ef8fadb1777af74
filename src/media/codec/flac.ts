import { Cursor, whole } from './cursor.js';

export interface FlacConfig {
  readonly sampleRate: number;
  readonly channels: number;
  /** `fLaC` and the metadata blocks: what WebCodecs takes as a FLAC description. */
  readonly description: Uint8Array;
}

const magic = [0x66, 0x4c, 0x61, 0x43]; // fLaC
const streamInfoLength = 34;

/** The metadata blocks of a dfLa box, behind its version and flags; the first is STREAMINFO (RFC 9639 8.2). */
export function parseFlacBlocks(blocks: Uint8Array): FlacConfig | undefined {
  return whole(() => {
    const cursor = new Cursor(blocks);
    if ((cursor.u8() & 0x7f) !== 0 || cursor.u24() < streamInfoLength) return undefined;
    cursor.skip(10); // block and frame sizes
    const packed = cursor.u32();
    const sampleRate = packed >>> 12;
    if (sampleRate === 0) return undefined;
    const description = new Uint8Array(magic.length + blocks.byteLength);
    description.set(magic);
    description.set(blocks, magic.length);
    return { sampleRate, channels: ((packed >>> 9) & 7) + 1, description };
  });
}
