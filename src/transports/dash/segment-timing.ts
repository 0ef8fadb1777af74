import { eventTime, ntpToEpochMs } from '../../base/index.js';
import type { EventTime } from '../../base/index.js';
import { boxesOf, childAt, fullBox, viewOf } from './boxes.js';

/** Producer reference time: this media time was at the encoder at this time of day (ISO/IEC 14496-12, 8.16.5). */
export interface ProducerTime {
  readonly eventTime: EventTime;
  /** In the track's timescale. */
  readonly mediaTime: number;
  /** Which moment of production the time is of; 8.16.5.3. */
  readonly flags: number;
}

/** When a media segment's first sample stands on its track's clock, and on the wall clock where the segment says so. */
export interface SegmentTiming {
  /** `tfdt` of the first fragment, in the track's timescale. */
  readonly decodeTime: number | undefined;
  readonly producer: ProducerTime | undefined;
}

const prftLength = { 0: 4 + 4 + 8 + 4, 1: 4 + 4 + 8 + 8 };
const tfdtLength = { 0: 4 + 4, 1: 4 + 8 };
const mdhdLength = { 0: 4 + 12, 1: 4 + 20 };

/** Reads the boxes before the first `mdat`. */
export function readSegmentTiming(bytes: ArrayBuffer | Uint8Array): SegmentTiming {
  let producer: ProducerTime | undefined;
  let decodeTime: number | undefined;
  for (const box of boxesOf(viewOf(bytes))) {
    if (box.type === 'prft') producer ??= readProducerTime(box.payload);
    if (box.type === 'moof') decodeTime ??= readDecodeTime(box.payload);
    if (box.type === 'mdat') break;
  }
  return { decodeTime, producer };
}

/** Ticks per second of the first track of an initialization segment (`mdhd`); undefined when it cannot be read. */
export function readTimescale(bytes: ArrayBuffer | Uint8Array): number | undefined {
  const mdhd = childAt(viewOf(bytes), 'moov', 'trak', 'mdia', 'mdhd');
  if (mdhd === undefined) return undefined;
  const head = fullBox(mdhd, mdhdLength);
  if (head === undefined) return undefined;
  const timescale = mdhd.getUint32(head.version === 1 ? 20 : 12);
  return timescale === 0 ? undefined : timescale;
}

function readProducerTime(payload: DataView): ProducerTime | undefined {
  const head = fullBox(payload, prftLength);
  if (head === undefined) return undefined;
  const seconds = payload.getUint32(8);
  const fraction = payload.getUint32(12);
  if (seconds === 0 && fraction === 0) return undefined; // RFC 5905, 6: the time is unknown
  return {
    eventTime: eventTime(ntpToEpochMs(seconds, fraction)),
    mediaTime: head.version === 1 ? Number(payload.getBigUint64(16)) : payload.getUint32(16),
    flags: head.flags,
  };
}

function readDecodeTime(moof: DataView): number | undefined {
  const tfdt = childAt(moof, 'traf', 'tfdt');
  if (tfdt === undefined) return undefined;
  const head = fullBox(tfdt, tfdtLength);
  if (head === undefined) return undefined;
  return head.version === 1 ? Number(tfdt.getBigUint64(4)) : tfdt.getUint32(4);
}
