import { eventTime } from '../../../base/index.js';
import type { TimedEvent } from '../../contract.js';
import { catalogMalformed, catalogTooLarge } from '../errors.js';
import { isArray, isObject, parseJson } from './fields.js';
import type { Json, JsonObject } from './fields.js';
import { maxTimelineRecords } from './limits.js';

/** Where an entry of a media timeline is: media time and wall clock in ms, the MOQT location of its first object. */
export interface TimelineEntry {
  readonly mediaMs: number;
  readonly group: number;
  readonly object: number;
  /** Unix milliseconds; undefined where the publisher does not know it. */
  readonly wallMs: number | undefined;
}

function recordsOf(payload: Uint8Array): readonly Json[] {
  const json = parseJson(payload);
  if (!isArray(json)) throw catalogMalformed('a timeline is not an array');
  if (json.length > maxTimelineRecords) throw catalogTooLarge(`a timeline has ${json.length} records`);
  return json;
}

const finite = (value: Json | undefined): value is number =>
  typeof value === 'number' && Number.isFinite(value);

/** Reads one object of an MSF media timeline: `[[mediaMs, [group, object], wallMs], …]`. */
export function parseMediaTimeline(payload: Uint8Array): readonly TimelineEntry[] {
  return recordsOf(payload).map((record, index) => {
    const [mediaMs, location, wallMs] = isArray(record) ? record : [];
    const [group, object] = location !== undefined && isArray(location) ? location : [];
    if (!finite(mediaMs) || !finite(group) || !finite(object) || !finite(wallMs))
      throw catalogMalformed(`record ${index} of a media timeline is not one`);
    return { mediaMs, group, object, wallMs: wallMs > 0 ? wallMs : undefined };
  });
}

/** Unix milliseconds of media time 0, from the newest entry that knows; publishers correct their clock as they go. */
export function wallOf(entries: readonly TimelineEntry[]): number | undefined {
  const known = entries.findLast(({ wallMs }) => wallMs !== undefined);
  return known?.wallMs === undefined ? undefined : known.wallMs - known.mediaMs;
}

/** An event whose place is a media time or a location until the mapping is known. */
export interface EventRecord {
  readonly at: { readonly wallMs: number } | { readonly mediaMs: number } | { readonly group: number };
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads one object of an MSF event timeline; draft-00 wrote the index in small letters. */
export function parseEventTimeline(payload: Uint8Array): readonly EventRecord[] {
  return recordsOf(payload).map((record, index) => {
    if (!isObject(record)) throw catalogMalformed(`record ${index} of an event timeline is not an object`);
    return { at: placeOf(record, index), data: dataOf(record['data']) };
  });
}

function placeOf(record: JsonObject, index: number): EventRecord['at'] {
  const wallMs = record['T'] ?? record['t'];
  if (finite(wallMs)) return { wallMs };
  const mediaMs = record['M'] ?? record['m'];
  if (finite(mediaMs)) return { mediaMs };
  const location = record['L'] ?? record['l'];
  const group = location !== undefined && isArray(location) ? location[0] : undefined;
  if (finite(group)) return { group };
  throw catalogMalformed(`record ${index} of an event timeline has no place in time`);
}

function dataOf(data: Json | undefined): Readonly<Record<string, unknown>> {
  return isObject(data) ? data : { value: data ?? null };
}

/** The event as the session sees it; undefined while its place is unknown. */
export function timedEvent(
  record: EventRecord,
  type: string,
  mapping: { wall: number | undefined; groupStart(group: number): number | undefined },
): TimedEvent | undefined {
  const { at } = record;
  const time =
    'wallMs' in at
      ? at.wallMs
      : 'mediaMs' in at
        ? mapping.wall === undefined
          ? undefined
          : mapping.wall + at.mediaMs
        : mapping.groupStart(at.group);
  if (time === undefined) return undefined;
  return {
    id: `${type}@${time}:${JSON.stringify(record.data).slice(0, 64)}`,
    class: type,
    eventTime: eventTime(time),
    durationMs: undefined,
    data: record.data,
  };
}
