/** Tells every session when the next picture or piece of sound is due: one beat for all, however many there are. */
import type { Agenda } from './agenda.js';
import { countAt, eventTimeOf, type Grid } from './timeline.js';

export interface Paced {
  /** @param now event time, ms */
  advance(now: number): void;
}

export class Pacer {
  readonly #agenda: Agenda;
  readonly #grids: readonly Grid[];
  readonly #paced = new Set<Paced>();
  #stop: (() => void) | undefined;

  constructor(agenda: Agenda, grids: readonly Grid[]) {
    this.#agenda = agenda;
    this.#grids = grids;
  }

  add(paced: Paced): void {
    this.#paced.add(paced);
    if (!this.#stop) this.#schedule();
  }

  remove(paced: Paced): void {
    this.#paced.delete(paced);
    if (this.#paced.size > 0) return;
    this.#stop?.();
    this.#stop = undefined;
  }

  #schedule(): void {
    const now = this.#agenda.now();
    const due = Math.min(...this.#grids.map((grid) => eventTimeOf(grid, countAt(grid, now) + 1)));
    this.#stop = this.#agenda.at(due, () => this.#beat());
  }

  #beat(): void {
    this.#schedule();
    const now = this.#agenda.now();
    for (const paced of [...this.#paced]) paced.advance(now);
  }
}
