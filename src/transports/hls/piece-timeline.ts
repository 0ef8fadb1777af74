import { computed, eventTime } from '../../base/index.js';
import type { EventTime, ReadonlySignal, TimeGrade } from '../../base/index.js';
import type { FrameTiming, Timeline } from '../contract.js';
import { eventTimeIn, mediaTimeIn } from './event-map.js';
import type { EventPiece } from './event-map.js';

/** PROGRAM-DATE-TIME has millisecond resolution (RFC 8216bis, 4.4.4.6). */
const dateTimeErrorMs = 1;

/** The timeline of a feed whose frames carry their event time; where they lie on the media timeline, its pieces say. */
export class PieceTimeline implements Timeline {
  readonly accuracy: ReadonlySignal<{ readonly errorMs: number; readonly grade: TimeGrade }>;
  readonly #pieces: ReadonlySignal<readonly EventPiece[]>;

  constructor(pieces: ReadonlySignal<readonly EventPiece[]>) {
    this.#pieces = pieces;
    const dated = computed(() => pieces.value.length > 0);
    this.accuracy = computed(() =>
      dated.value ? { errorMs: dateTimeErrorMs, grade: 'server' } : { errorMs: Infinity, grade: 'estimated' },
    );
  }

  eventTimeOf(frame: FrameTiming): EventTime | undefined {
    return frame.eventTime === undefined
      ? eventTimeIn(this.#pieces.peek(), frame.mediaTime)
      : eventTime(frame.eventTime);
  }

  mediaTimeOf(time: EventTime): number | undefined {
    return mediaTimeIn(this.#pieces.peek(), time);
  }
}
