import type Hls from 'hls.js';
import type { LevelDetails, MediaFragment } from 'hls.js';
import { eventTime, signal } from '../../base/index.js';
import type { EventRange, EventTime, ReadonlySignal, TimeGrade } from '../../base/index.js';
import type { FrameTiming, Timeline } from '../contract.js';

/** PROGRAM-DATE-TIME has millisecond resolution (RFC 8216bis, 4.4.4.6). */
const dateTimeErrorMs = 1;

/** Event time from PROGRAM-DATE-TIME: hls.js keeps every fragment's place on the media timeline and its date. */
export class ProgramDateTimeline implements Timeline {
  readonly #hls: Hls;
  readonly #accuracy = signal<{ errorMs: number; grade: TimeGrade }>({
    errorMs: Infinity,
    grade: 'estimated',
  });
  /** Kept for when the playlist in hand has no dated fragment: the mapping of the last one that had. */
  #offsetMs: number | undefined;

  constructor(hls: Hls) {
    this.#hls = hls;
  }

  get accuracy(): ReadonlySignal<{ errorMs: number; grade: TimeGrade }> {
    return this.#accuracy;
  }

  eventTimeOf(frame: FrameTiming): EventTime | undefined {
    return this.at(frame.mediaTime);
  }

  /** Event time at a position of the media timeline, seconds. */
  at(mediaTime: number): EventTime | undefined {
    const offset = this.#offsetAt((fragment) => fragment.start <= mediaTime);
    return offset === undefined ? undefined : eventTime(mediaTime * 1000 + offset);
  }

  mediaTimeOf(time: EventTime): number | undefined {
    const offset = this.#offsetAt((fragment) => (fragment.programDateTime ?? Infinity) <= time);
    return offset === undefined ? undefined : (time - offset) / 1000;
  }

  /** The window the playlist lists now. */
  get window(): EventRange | undefined {
    const details = this.#details;
    if (details === undefined) return undefined;
    const from = this.at(details.fragmentStart);
    const to = this.at(details.edge);
    return from === undefined || to === undefined ? undefined : { from, to };
  }

  get #details(): LevelDetails | undefined {
    return this.#hls.latestLevelDetails ?? undefined;
  }

  /** Milliseconds from the media timeline to event time, by the newest dated fragment that passes. */
  #offsetAt(before: (fragment: MediaFragment) => boolean): number | undefined {
    const fragments = this.#details?.fragments ?? [];
    let found: MediaFragment | undefined;
    for (const fragment of fragments) {
      if (fragment.programDateTime === null) continue;
      if (found !== undefined && !before(fragment)) break;
      found = fragment;
    }
    if (found?.programDateTime !== null && found?.programDateTime !== undefined) {
      this.#offsetMs = found.programDateTime - found.start * 1000;
      if (this.#accuracy.peek().grade !== 'server')
        this.#accuracy.value = { errorMs: dateTimeErrorMs, grade: 'server' };
    }
    return this.#offsetMs;
  }
}
