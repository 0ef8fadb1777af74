import { colorSpaceOf } from './color.js';
import { Cursor, whole } from './cursor.js';

const two = (number: number): string => String(number).padStart(2, '0');

/** What a configuration record says of its codec. */
export interface NamedCodec {
  readonly codec: string;
  readonly colorSpace: VideoColorSpaceInit | undefined;
}

/** VPCodecConfigurationRecord behind its version and flags ("VP Codec ISO Media File Format Binding" 1.0). */
export function parseVpcC(entry: string, bytes: Uint8Array): NamedCodec | undefined {
  return whole(() => {
    const cursor = new Cursor(bytes);
    const profile = cursor.u8();
    const level = cursor.u8();
    const packed = cursor.u8();
    const points = { primaries: cursor.u8(), transfer: cursor.u8(), matrix: cursor.u8() };
    const numbers = [
      ...[profile, level, packed >> 4, (packed >> 1) & 7],
      ...[points.primaries, points.transfer, points.matrix, packed & 1],
    ];
    return {
      codec: [entry, ...numbers.map(two)].join('.'),
      colorSpace: colorSpaceOf({ ...points, fullRange: (packed & 1) === 1 }),
    };
  });
}

/** AV1CodecConfigurationRecord ("AV1 Codec ISO Media File Format Binding" 1.2). Colour is in the sequence header; decoders read it there. */
export function parseAv1C(bytes: Uint8Array): NamedCodec | undefined {
  return whole(() => {
    const cursor = new Cursor(bytes);
    if (cursor.u8() !== 0x81) return undefined;
    const first = cursor.u8();
    const second = cursor.u8();
    const profile = first >> 5;
    const highBits = (second & 0x40) !== 0;
    const depth = !highBits ? 8 : profile === 2 && (second & 0x20) !== 0 ? 12 : 10;
    const tier = (second & 0x80) === 0 ? 'M' : 'H';
    return { codec: `av01.${profile}.${two(first & 0x1f)}${tier}.${two(depth)}`, colorSpace: undefined };
  });
}
