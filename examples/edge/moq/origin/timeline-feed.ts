/** hang's index of a track: one record for each group that begins, with its presentation time. */
import type { Paced } from '../../whep/pacer.js';
import type { Conditions } from '../../faults/conditions.js';
import { moqEpochMs } from './container.js';
import { groupMs } from './encoding.js';
import { timelineScale } from './hang-catalog.js';

export interface TimelineRecord {
  readonly group: number;
  /** From the moq epoch, in units of `timelineScale`. */
  readonly pts: number;
}

export class TimelineFeed implements Paced {
  readonly #conditions: () => Conditions;
  readonly #append: (record: TimelineRecord) => void;
  #last: number | undefined;

  constructor(conditions: () => Conditions, append: (record: TimelineRecord) => void) {
    this.#conditions = conditions;
    this.#append = append;
  }

  /** Gives the groups that have begun by `now` (event time, ms): to a newcomer, the current one first. */
  advance(now: number): void {
    const { stall, clock } = this.#conditions();
    if (stall) return;
    const newest = Math.floor(now / groupMs);
    for (let group = this.#last === undefined ? newest : this.#last + 1; group <= newest; group += 1)
      this.#append({
        group,
        pts: Math.round(((group * groupMs + clock - moqEpochMs) * timelineScale) / 1000),
      });
    this.#last = newest;
  }

  close(): void {}
}
