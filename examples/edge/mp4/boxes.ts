/** What the writers of @svta/cml-iso-bmff leave to their caller: nesting, and the codec boxes it has no writer for. */

/** Sample flags (ISO/IEC 14496-12, 8.8.3.1): depends on no other sample; depends on others and is no sync sample. */
export const syncSampleFlags = 0x0200_0000;
export const dependentSampleFlags = 0x0101_0000;

/** A box of this type around these bytes: payload or child boxes. */
export function box(type: string, ...content: ArrayBufferView[]): Uint8Array {
  const size = content.reduce((sum, part) => sum + part.byteLength, 8);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, size);
  for (let i = 0; i < 4; i += 1) view.setUint8(4 + i, type.charCodeAt(i));
  let at = 8;
  for (const { buffer, byteOffset, byteLength } of content) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}

/** A box that begins with version and flags (FullBox). */
export function fullBox(type: string, version: number, flags: number, ...content: ArrayBufferView[]) {
  return box(type, Uint8Array.of(version, flags >> 16, flags >> 8, flags), ...content);
}

/** An audio sample entry (ISO/IEC 14496-12, 12.2.3): `mp4a`, or `Opus` (Opus in ISOBMFF, 4.3.1), around its codec box. */
export function audioSampleEntry(
  type: 'mp4a' | 'Opus',
  { channels, sampleRate }: { channels: number; sampleRate: number },
  codecBox: Uint8Array,
): Uint8Array {
  const fields = new DataView(new ArrayBuffer(28));
  fields.setUint16(6, 1); // data_reference_index
  fields.setUint16(16, channels);
  fields.setUint16(18, 16); // samplesize
  fields.setUint32(24, sampleRate * 0x1_0000); // 16.16
  return box(type, fields, codecBox);
}

/** `esds` for AAC: ES descriptor (ISO/IEC 14496-1, 7.2.6.5; ISO/IEC 14496-14, 5.6). */
export function esds(audioSpecificConfig: Uint8Array, bitrate: number): Uint8Array {
  const aac = 0x40;
  const audioStream = (0x05 << 2) | 1;
  const rate = [bitrate >> 24, bitrate >> 16, bitrate >> 8, bitrate];
  const decoder = descriptor(0x04, [
    ...[aac, audioStream, 0, 0, 0, ...rate, ...rate],
    ...descriptor(0x05, [...audioSpecificConfig]),
  ]);
  const syncLayer = descriptor(0x06, [0x02]);
  return fullBox('esds', 0, 0, Uint8Array.from(descriptor(0x03, [0, 0, 0, ...decoder, ...syncLayer])));
}

function descriptor(tag: number, content: number[]): number[] {
  if (content.length > 0x7f) throw new RangeError('A descriptor over 127 bytes needs a longer length field.');
  return [tag, content.length, ...content];
}
