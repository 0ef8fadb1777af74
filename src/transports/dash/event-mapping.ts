import type { AppendOptions, PendingSegment, PlaylistController, Segment } from '@videojs/http-streaming';
import { eventTime, signal } from '../../base/index.js';
import type { EventTime, ReadonlySignal } from '../../base/index.js';
import type { TimedEvent } from '../contract.js';
import type { EventMessage } from './emsg.js';
import { MediaClock, eventTimeAt } from './media-clock.js';
import type { ClockReading } from './media-clock.js';
import { MediaIndex } from './media-index.js';
import { renditionId } from './renditions.js';
import { SpanTimeline } from './span-timeline.js';

/** Timed events kept; a broadcast sends them for hours. */
const mostEvents = 512;

/**
 * Event time of what VHS plays. It listens at two places: where media arrives (its own stamps) and where VHS has appended it
 * (its place on the element's timeline); together they say when each picture was taken.
 */
export class EventMapping {
  readonly timeline = new SpanTimeline();
  readonly #index = new MediaIndex();
  readonly #clock = new MediaClock();
  readonly #readings = new WeakMap<PendingSegment, ClockReading>();
  readonly #stampedBy = signal<'prft' | 'manifest' | undefined>(undefined);
  readonly #events = signal<readonly TimedEvent[]>([]);
  readonly #availabilityStartTime: EventTime | undefined;

  /** @param availabilityStartTime of the MPD; undefined for HLS, and for recordings, whose timeline then begins at 0 */
  constructor(availabilityStartTime: EventTime | undefined) {
    this.#availabilityStartTime = availabilityStartTime;
  }

  get stampedBy(): ReadonlySignal<'prft' | 'manifest' | undefined> {
    return this.#stampedBy;
  }

  get events(): ReadonlySignal<readonly TimedEvent[]> {
    return this.#events;
  }

  /** Media bytes, before VHS takes them. */
  arrived(url: string, bytes: Uint8Array, initialization: boolean): void {
    this.#index.take(url, bytes, initialization);
  }

  /** The playlist has moved on: before anything is appended, only it says when its segments are from. */
  listed(controller: PlaylistController): void {
    const segment = controller.media()?.segments?.at(-1);
    const time = segment && this.listedTime(segment);
    if (segment?.syncInfo === undefined || time === undefined) return;
    this.timeline.anchor({ mediaTime: segment.syncInfo.start, eventTime: time });
  }

  /** VHS has appended the segment it was busy with. */
  appended(controller: PlaylistController): void {
    const pending = controller.mainSegmentLoader_.pendingSegment_;
    if (pending !== null) this.#place(pending, controller.sourceUpdater_.videoTimestampOffset());
  }

  /**
   * VHS is about to append a segment. Answers event time less the element's media time in it, milliseconds; sound goes by
   * the pictures that are there.
   */
  appending({ segmentInfo, type }: AppendOptions, controller: PlaylistController): number | undefined {
    const { sourceUpdater_: updater, mainSegmentLoader_: main } = controller;
    if (segmentInfo === main.pendingSegment_) {
      const offset = updater.videoTimestampOffset();
      // Transmuxed segments come in pieces.
      const reading = this.#readings.get(segmentInfo) ?? this.#place(segmentInfo, offset);
      if (reading === undefined) return undefined;
      this.#readings.set(segmentInfo, reading);
      return reading.originMs - (type === 'video' ? offset : updater.audioTimestampOffset()) * 1000;
    }
    const seconds = (segmentInfo.timingInfo?.start ?? 0) + updater.audioTimestampOffset();
    const time = this.timeline.at(seconds);
    return time === undefined ? undefined : time - seconds * 1000;
  }

  /** Event time of a segment's first picture by the manifest. */
  listedTime({ presentationTime, dateTimeObject }: Segment): EventTime | undefined {
    if (dateTimeObject !== undefined) return eventTime(dateTimeObject.getTime());
    if (presentationTime === undefined) return undefined;
    return eventTime((this.#availabilityStartTime ?? 0) + presentationTime * 1000);
  }

  /** Takes in where a segment lies, and when it was taken. @param offset of its media time on the element's timeline, seconds */
  #place(pending: PendingSegment, offset: number): ClockReading | undefined {
    const startSeconds = pending.timingInfo?.start;
    if (startSeconds === undefined) return undefined;
    const { segment } = pending;
    const notes = this.#index.segment(pending.uri);
    const reading = this.#clock.observe({
      timing: notes?.timing,
      timescale: segment.map && this.#index.timescale(segment.map.resolvedUri),
      durationMs: segment.duration * 1000,
      startSeconds,
      manifestTime: this.listedTime(segment),
      manifestGrade: this.#manifestGrade(segment),
    });
    if (reading === undefined) return undefined;
    this.#stampedBy.value = reading.source;
    const span = {
      from: startSeconds + offset,
      durationSeconds: segment.duration,
      eventTime: eventTimeAt(reading, startSeconds),
      rendition: renditionId(pending.playlist),
    };
    this.timeline.append(span, reading.accuracy);
    this.#note(notes?.messages ?? [], reading, startSeconds);
    return reading;
  }

  #manifestGrade({ dateTimeObject }: Segment): 'exact' | 'anchored' | 'unknown' {
    if (dateTimeObject !== undefined) return 'exact';
    return this.#availabilityStartTime === undefined ? 'unknown' : 'anchored';
  }

  #note(messages: readonly EventMessage[], reading: ClockReading, startSeconds: number): void {
    const known = this.#events.peek();
    const fresh: TimedEvent[] = [];
    for (const { scheme, value, id, seconds, relative, durationMs, message } of messages) {
      const event: TimedEvent = {
        id: `${scheme}#${value}#${id}`,
        class: scheme,
        eventTime: eventTimeAt(reading, relative ? startSeconds + seconds : seconds),
        durationMs,
        data: { value, message },
      };
      // Publishers repeat a message in every segment until it is over (ISO/IEC 23009-1, 5.10.3.3.4).
      if (![...known, ...fresh].some((other) => other.id === event.id)) fresh.push(event);
    }
    if (fresh.length > 0) this.#events.value = [...known, ...fresh].slice(-mostEvents);
  }
}
