import type { TimeGrade } from '../../../base/index.js';
import type { MoqRendition } from '../catalog/index.js';

/** Media times beyond this many ms are wall-clock time: nothing has run since before September 2001. */
const epochThresholdMs = 1e12;
/** An estimate that is off by more than this after a new connection belongs to another run of the publisher. */
const staleMs = 10_000;

/**
 * What takes the media time of a broadcast's tracks to event time. Best is time stamped at capture: LOC and others write
 * microseconds since the Unix epoch, hang and MSF give the wall clock of media time 0. Where there is neither, the first frame
 * is taken to be as old as it looks from here.
 */
export class WallClock {
  readonly #learned = new Map<string, number>();
  #estimate: number | undefined;
  #grade: TimeGrade = 'estimated';

  /** Milliseconds from media time to event time, for a frame that arrives at `now` (true time, ms). */
  offset(rendition: MoqRendition, mediaMs: number, now: number): number {
    const known = mediaMs > epochThresholdMs ? 0 : this.zero(rendition);
    if (known !== undefined) {
      this.#grade = 'capture';
      return known;
    }
    if (this.#estimate === undefined || Math.abs(now - (mediaMs + this.#estimate)) > staleMs)
      this.#estimate = now - mediaMs;
    return this.#estimate;
  }

  /** A timeline track told the wall clock of media time 0 of a rendition. */
  learn(rendition: MoqRendition, zero: number): void {
    this.#learned.set(rendition.id, zero);
  }

  /** Where the newest mapping came from. */
  get grade(): TimeGrade {
    return this.#grade;
  }

  /** Unix ms of media time 0, where catalog or timeline say it. */
  zero(rendition: MoqRendition): number | undefined {
    return this.#learned.get(rendition.id) ?? rendition.wall;
  }
}
