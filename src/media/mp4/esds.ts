import { Cursor, hexByte, parseAudioSpecificConfig } from '../codec/index.js';
import type { AacConfig } from '../codec/index.js';
import { malformed } from './errors.js';

/** What an elementary stream descriptor says (ISO/IEC 14496-1 7.2.6.5). */
export interface ElementaryStream {
  readonly codec: string;
  /** AudioSpecificConfig; absent for MP3. */
  readonly description: Uint8Array | undefined;
  readonly aac: AacConfig | undefined;
}

const esDescriptor = 3;
const decoderConfig = 4;
const decoderSpecificInfo = 5;
const mpeg4Audio = 0x40;
/** Object types that are MPEG-2 AAC with an AudioSpecificConfig: main, LC, SSR. */
const mpeg2Audio = [0x66, 0x67, 0x68];
const mp3 = [0x69, 0x6b];

/** Reads the payload of esds, behind its version and flags. */
export function readEsds(bytes: Uint8Array): ElementaryStream {
  const es = descriptor(new Cursor(bytes), esDescriptor);
  es.skip(2);
  const flags = es.u8();
  if ((flags & 0x80) !== 0) es.skip(2);
  if ((flags & 0x40) !== 0) es.skip(es.u8());
  if ((flags & 0x20) !== 0) es.skip(2);
  const decoder = descriptor(es, decoderConfig);
  const objectType = decoder.u8();
  if (mp3.includes(objectType)) return { codec: 'mp3', description: undefined, aac: undefined };
  if (objectType !== mpeg4Audio && !mpeg2Audio.includes(objectType))
    return { codec: `mp4a.${hexByte(objectType)}`, description: undefined, aac: undefined };
  decoder.skip(12); // stream type, buffer, bit rates
  const description = descriptor(decoder, decoderSpecificInfo).rest();
  const aac = parseAudioSpecificConfig(description);
  if (aac === undefined) throw malformed('its AAC configuration makes no sense');
  const codec = objectType === mpeg4Audio ? `mp4a.40.${aac.objectType}` : `mp4a.${hexByte(objectType)}`;
  return { codec, description, aac };
}

/** The first descriptor of a tag; others in front of it are passed over. */
function descriptor(cursor: Cursor, tag: number): Cursor {
  for (;;) {
    const found = cursor.u8();
    const content = new Cursor(cursor.take(Math.min(sizeOf(cursor), cursor.left)));
    if (found === tag) return content;
  }
}

/** One to four bytes of seven bits each. */
function sizeOf(cursor: Cursor): number {
  let size = 0;
  for (let index = 0; index < 4; index++) {
    const byte = cursor.u8();
    size = size * 128 + (byte & 0x7f);
    if ((byte & 0x80) === 0) break;
  }
  return size;
}
