/**
 * Things to do at event times, all on one timer. Every instant is absolute, so nothing drifts however late a timer
 * fires, and with nothing to do no timer runs.
 */
import type { EdgeClock } from '../contract.js';

interface Entry {
  readonly at: number;
  /** Gone once cancelled, for it may be among those being run. */
  run: (() => void) | undefined;
}

export class Agenda {
  readonly #clock: Pick<EdgeClock, 'now'>;
  /** Earliest first; of the same instant, the one entered first. */
  readonly #entries: Entry[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running = false;

  constructor(clock: Pick<EdgeClock, 'now'>) {
    this.#clock = clock;
  }

  /** Event time, ms since the Unix epoch. */
  now(): number {
    return this.#clock.now();
  }

  /**
   * Runs `run` once, when the clock has reached `eventTime`; never within this call.
   * @returns cancels it
   */
  at(eventTime: number, run: () => void): () => void {
    const entry: Entry = { at: eventTime, run };
    this.#entries.splice(this.#position(eventTime), 0, entry);
    if (this.#entries[0] === entry) this.#arm();
    return () => {
      entry.run = undefined;
      const index = this.#entries.indexOf(entry);
      if (index >= 0) this.#entries.splice(index, 1);
      if (index === 0) this.#arm();
    };
  }

  /** Behind the last entry that is not later. */
  #position(eventTime: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle]?.at ?? Infinity) <= eventTime) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #arm(): void {
    if (this.#running) return;
    clearTimeout(this.#timer);
    const [first] = this.#entries;
    if (!first) return;
    const waitMs = Math.ceil(Math.max(0, first.at - this.#clock.now()));
    this.#timer = setTimeout(() => this.#run(), waitMs);
  }

  /** What is due now; what comes due meanwhile waits for the next turn, so that sockets are served in between. */
  #run(): void {
    this.#running = true;
    const due = this.#entries.splice(0, this.#position(this.#clock.now()));
    try {
      for (const entry of due) entry.run?.();
    } finally {
      this.#running = false;
      this.#arm();
    }
  }
}
