import { eventTime, signal } from '../../base/index.js';
import type { EventTime, ReadonlySignal } from '../../base/index.js';
import type { FrameTiming, Timeline } from '../contract.js';
import type { Accuracy } from './media-clock.js';

/** A stretch of the element's media timeline and when it was captured. */
export interface Span {
  /** Seconds on the element's media timeline. */
  readonly from: number;
  readonly durationSeconds: number;
  /** Event time at `from`. */
  readonly eventTime: EventTime;
  readonly rendition: string | undefined;
}

/** One pair of times that belong together, before any media has been appended. */
export interface Anchor {
  /** Seconds on the element's media timeline. */
  readonly mediaTime: number;
  readonly eventTime: EventTime;
}

/** Appended spans kept; at one second each this is more than a DVR window of an hour and a half. */
const mostSpans = 6000;
/** Frame times are rounded to microseconds on their way through the element, seconds. */
const roundingSeconds = 0.001;

/**
 * Media timeline <-> event time, span by span of what has been appended. VHS moves live media to begin near 0 and may move
 * it again at a new period, so one offset for all is not to be trusted; between spans and beyond them the nearest holds.
 */
export class SpanTimeline implements Timeline {
  readonly #accuracy = signal<Accuracy>({ errorMs: Infinity, grade: 'estimated' });
  /** By `from`, which is also the order of event time. */
  readonly #spans: Span[] = [];
  #anchor: Anchor | undefined;

  get accuracy(): ReadonlySignal<Accuracy> {
    return this.#accuracy;
  }

  eventTimeOf(frame: FrameTiming): EventTime | undefined {
    return frame.eventTime === undefined ? this.at(frame.mediaTime) : eventTime(frame.eventTime);
  }

  /** Event time at a position of the media timeline, seconds. */
  at(mediaTime: number): EventTime | undefined {
    const span = this.spanAt(mediaTime);
    if (span !== undefined) return eventTime(span.eventTime + (mediaTime - span.from) * 1000);
    const anchor = this.#anchor;
    return anchor && eventTime(anchor.eventTime + (mediaTime - anchor.mediaTime) * 1000);
  }

  mediaTimeOf(time: EventTime): number | undefined {
    const span = this.#lastWhere((candidate) => candidate.eventTime <= time + roundingSeconds * 1000);
    if (span !== undefined) return span.from + (time - span.eventTime) / 1000;
    const anchor = this.#anchor;
    return anchor && anchor.mediaTime + (time - anchor.eventTime) / 1000;
  }

  /** The span a position lies in, else the one before it, else the first. */
  spanAt(mediaTime: number): Span | undefined {
    return this.#lastWhere((span) => span.from <= mediaTime + roundingSeconds);
  }

  /** Before the first span: what the manifest says. */
  anchor(anchor: Anchor): void {
    this.#anchor = anchor;
  }

  /** What has just been appended; it replaces what it covers. */
  append(span: Span, accuracy: Accuracy): void {
    const end = span.from + span.durationSeconds;
    const overlap = (other: Span) => {
      const middle = other.from + other.durationSeconds / 2;
      return middle > span.from && middle < end;
    };
    for (let index = this.#spans.length - 1; index >= 0; index -= 1) {
      const other = this.#spans[index];
      if (other !== undefined && overlap(other)) this.#spans.splice(index, 1);
    }
    const at = this.#spans.findLastIndex((other) => other.from < span.from) + 1;
    this.#spans.splice(at, 0, span);
    // The oldest are furthest from the live edge, and seekers come back with spans of their own.
    if (this.#spans.length > mostSpans) this.#spans.shift();
    const known = this.#accuracy.peek();
    if (known.errorMs !== accuracy.errorMs || known.grade !== accuracy.grade) this.#accuracy.value = accuracy;
  }

  #lastWhere(before: (span: Span) => boolean): Span | undefined {
    return this.#spans.findLast(before) ?? this.#spans[0];
  }
}
