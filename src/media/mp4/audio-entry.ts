import { buildOpusHead, parseDOps, parseFlacBlocks } from '../codec/index.js';
import type { Cursor } from '../codec/index.js';
import { find, fullBox } from './boxes.js';
import { malformed } from './errors.js';
import { readEsds } from './esds.js';
import type { AudioEntry } from './types.js';

/** Bytes that QuickTime's second and third version of the sound entry have more. */
const moreInVersion: Readonly<Record<number, number>> = { 1: 16, 2: 36 };
const opusRate = 48_000;

/** Reads an AudioSampleEntry (ISO/IEC 14496-12 12.2.3) behind the part that all entries share. */
export function readAudioEntry(format: string, fields: Cursor): Omit<AudioEntry, 'protection'> {
  const version = fields.u16();
  fields.skip(6);
  const channels = fields.u16();
  fields.skip(6);
  const sampleRate = fields.u32() / 2 ** 16;
  fields.skip(moreInVersion[version] ?? 0);
  const stated = { kind: 'audio', format, sampleRate, channels } as const;
  const boxes = fields.rest();
  if (format === 'mp4a') {
    const esds = find(boxes, 'esds') ?? find(boxes, 'wave', 'esds');
    if (esds === undefined) throw malformed('its MPEG-4 audio has no configuration');
    const { codec, description, aac } = readEsds(fullBox(esds).cursor.rest());
    return {
      ...stated,
      codec,
      ...(description === undefined ? {} : { description }),
      sampleRate: aac?.sampleRate ?? sampleRate,
      channels: aac === undefined || aac.channels === 0 ? channels : aac.channels,
    };
  }
  if (format === 'Opus') {
    const opus = parseDOps(find(boxes, 'dOps') ?? new Uint8Array());
    if (opus === undefined) throw malformed('its Opus configuration makes no sense');
    const { channels } = opus;
    return { ...stated, codec: 'opus', description: buildOpusHead(opus), sampleRate: opusRate, channels };
  }
  if (format === 'fLaC') {
    const box = find(boxes, 'dfLa');
    const flac = box === undefined ? undefined : parseFlacBlocks(fullBox(box).cursor.rest());
    if (flac === undefined) throw malformed('its FLAC configuration makes no sense');
    return { ...stated, codec: 'flac', ...flac };
  }
  return { ...stated, codec: format === '.mp3' ? 'mp3' : format };
}
