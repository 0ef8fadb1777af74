import type { EventTime, TimeGrade } from '../../base/index.js';
import { eventTime } from '../../base/index.js';
import type { ProducerTime, SegmentTiming } from './segment-timing.js';

/** How well a mapping to event time is known. */
export interface Accuracy {
  readonly errorMs: number;
  readonly grade: TimeGrade;
}

/** Where a track's media time stands in event time. */
export interface ClockReading {
  /** Event time of media time 0, milliseconds. */
  readonly originMs: number;
  readonly accuracy: Accuracy;
  readonly source: 'prft' | 'manifest';
}

/** A segment and what is known of its time. */
export interface SegmentFacts {
  /** Undefined for a container without boxes. */
  readonly timing: SegmentTiming | undefined;
  /** Ticks per second of the track. */
  readonly timescale: number | undefined;
  readonly durationMs: number;
  /** Media time of its first picture, seconds. */
  readonly startSeconds: number;
  /** Event time of its first picture by the manifest. */
  readonly manifestTime: EventTime | undefined;
  /**
   * What the manifest's time rests on: a date of its own to the millisecond (HLS), availabilityStartTime of the whole stream
   * (DASH), or nothing but the order of segments.
   */
  readonly manifestGrade: 'exact' | 'anchored' | 'unknown';
}

/** Rounding of NTP fractions and media ticks, and what encoders let slip between capture and stamp. */
const producerErrorMs = 1;
/** PROGRAM-DATE-TIME has milliseconds (RFC 8216bis, 4.4.4.6). */
const dateTimeErrorMs = 1;
/** `prft` flags that say when the first sample was at hand, not when the encoder had finished with it (8.16.5.3). */
const captureFlags: ReadonlySet<number> = new Set([0, 8, 16, 24]);
/** A stamp that differs by less from what is known is jitter of the stamping; more is a new clock. */
const jitterMs = 100;
/** How much of a stamp's deviation is followed, so that drift is and jitter is not. */
const driftGain = 0.1;

/**
 * Event time of a track's media time 0, from producer reference times where segments carry them, else from the manifest.
 * Successive segments agree but for jitter and drift; the pictures must not jump back and forth between them.
 */
export class MediaClock {
  #reading: ClockReading | undefined;

  /** Takes a segment's stamps in; undefined when neither it nor its manifest has ever said when it was. */
  observe(facts: SegmentFacts): ClockReading | undefined {
    const producer = producerTime(facts);
    const { manifestTime } = facts;
    if (producer !== undefined) {
      this.#follow('prft', producer, { grade: 'server', errorMs: producerErrorMs });
    } else if (manifestTime !== undefined) {
      this.#follow('manifest', manifestTime - facts.startSeconds * 1000, manifestAccuracy(facts));
    }
    return this.#reading;
  }

  #follow(source: 'prft' | 'manifest', stampedMs: number, accuracy: Accuracy): void {
    const known = this.#reading?.source === source ? this.#reading : undefined;
    const deviation = stampedMs - (known?.originMs ?? Infinity);
    if (known === undefined || Math.abs(deviation) > jitterMs) {
      this.#reading = { originMs: stampedMs, accuracy, source };
      return;
    }
    const errorMs = Math.max(accuracy.errorMs, Math.ceil(Math.abs(deviation)));
    this.#reading = {
      originMs: known.originMs + deviation * driftGain,
      accuracy: { ...accuracy, errorMs },
      source,
    };
  }
}

/** Event time at a media time of the track, seconds. */
export function eventTimeAt({ originMs }: ClockReading, seconds: number): EventTime {
  return eventTime(originMs + seconds * 1000);
}

/** Event time of media time 0 by the segment's producer reference time, milliseconds. */
function producerTime({ timing, timescale, durationMs }: SegmentFacts): number | undefined {
  const producer = timing?.producer;
  if (producer === undefined || timescale === undefined) return undefined;
  if (!plausible(producer, timing?.decodeTime, (durationMs * timescale) / 1000)) return undefined;
  return producer.eventTime - (producer.mediaTime * 1000) / timescale;
}

/** A stamp for another moment than capture, or for another fragment than the one it stands before, is of no use. */
function plausible(
  { mediaTime, flags }: ProducerTime,
  decodeTime: number | undefined,
  durationTicks: number,
): boolean {
  if (!captureFlags.has(flags)) return false;
  return decodeTime === undefined || Math.abs(mediaTime - decodeTime) <= durationTicks;
}

function manifestAccuracy({ manifestGrade, durationMs }: SegmentFacts): Accuracy {
  switch (manifestGrade) {
    case 'exact':
      return { grade: 'server', errorMs: dateTimeErrorMs };
    case 'anchored':
      // Packagers anchor availabilityStartTime at the capture of the first picture or at the end of its segment.
      return { grade: 'server', errorMs: Math.round(durationMs) };
    case 'unknown':
      return { grade: 'estimated', errorMs: Infinity };
  }
}
