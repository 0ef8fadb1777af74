/** A clock that stands still until it is told, and what is to be done by it. */
import type { Timetable } from '../../../examples/edge/moq/timetable.js';

export class TestTimetable implements Timetable {
  #now: number;
  #entries: { at: number; run: () => void }[] = [];

  /** @param now event time, ms */
  constructor(now: number) {
    this.#now = now;
  }

  get waiting(): number {
    return this.#entries.length;
  }

  now(): number {
    return this.#now;
  }

  at(eventTime: number, run: () => void): () => void {
    const entry = { at: eventTime, run };
    this.#entries.push(entry);
    this.#entries.sort((a, b) => a.at - b.at);
    return () => (this.#entries = this.#entries.filter((other) => other !== entry));
  }

  /** Moves on by `ms`, and does on the way what is due. */
  pass(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#entries[0]; next && next.at <= end; next = this.#entries[0]) {
      this.#entries.shift();
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = end;
  }
}
