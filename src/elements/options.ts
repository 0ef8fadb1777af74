import type { Decoder, Kind } from '../session/index.js';

/** Attributes that hold options; attributes are read, never written back. */
export const optionAttributes = [
  'src',
  'type',
  'angle',
  'transports',
  'decoder',
  'target-latency',
  'data-saver',
  'worker-url',
  'autoplay',
  'muted',
  'loop',
  'controls',
  'poster',
  'preload',
  'playsinline',
  'crossorigin',
] as const;

export type SourceTypeName = Exclude<Kind, 'event'>;

const kinds: readonly Kind[] = ['event', 'whep', 'moq', 'll-hls', 'hls', 'dash'];
const sourceTypes: readonly SourceTypeName[] = ['whep', 'moq', 'll-hls', 'hls', 'dash'];
const decoders: readonly Decoder[] = ['auto', 'webcodecs', 'native'];
const dataSavers = ['auto', 'on', 'off'] as const;

export type DataSaver = (typeof dataSavers)[number];

/** One of the allowed words, else undefined: markup is parsed leniently, as the platform does. */
function oneOf<T extends string>(allowed: readonly T[], value: string | null | undefined): T | undefined {
  const word = value?.trim().toLowerCase();
  return allowed.find((candidate) => candidate === word);
}

export const parseKind = (value: string | null): Kind | undefined => oneOf(kinds, value);
export const parseDecoder = (value: string | null): Decoder => oneOf(decoders, value) ?? 'auto';
export const parseDataSaver = (value: string | null): DataSaver => oneOf(dataSavers, value) ?? 'auto';

/** A space-separated list or an array; undefined when nothing is named, so that everything is allowed. */
export function parseTransports(
  value: string | readonly string[] | null | undefined,
): readonly SourceTypeName[] | undefined {
  const words = typeof value === 'string' ? value.split(/[\s,]+/) : (value ?? []);
  const known = words.map((word) => oneOf(sourceTypes, word)).filter((word) => word !== undefined);
  const named = words.some((word) => word.trim() !== '');
  return named ? [...new Set(known)] : undefined;
}

export function parseMilliseconds(value: string | number | null | undefined): number | undefined {
  if (value === null || value === undefined || String(value).trim() === '') return undefined;
  const milliseconds = Number(value);
  return Number.isFinite(milliseconds) && milliseconds >= 0 ? milliseconds : undefined;
}

/** Whether to save data: `auto` follows the browser's own switch, where it has one (Network Information API). */
export function savesData(choice: DataSaver): boolean {
  if (choice !== 'auto') return choice === 'on';
  const connection: unknown = Reflect.get(navigator, 'connection');
  return (
    typeof connection === 'object' && connection !== null && Reflect.get(connection, 'saveData') === true
  );
}
