import type { Cue } from './cue.js';
import { mostCuesAtOnce, mostCuesKept } from './limits.js';

/** The cues of one track, in order of their start. A cue that comes again replaces itself; the oldest go when there are too many. */
export class CueList {
  #cues: Cue[] = [];
  #byId = new Map<string, Cue>();
  /** The longest cue so far: nothing that starts earlier than this before a time is on at that time. */
  #longest = 0;

  get length(): number {
    return this.#cues.length;
  }

  /** By start. */
  get all(): readonly Cue[] {
    return this.#cues.slice();
  }

  add(cues: readonly Cue[]): void {
    for (const cue of cues) {
      const known = this.#byId.get(cue.id);
      this.#byId.set(cue.id, cue);
      this.#longest = Math.max(this.#longest, cue.to - cue.from);
      if (known !== undefined && known.from === cue.from) {
        this.#cues[this.#cues.indexOf(known, this.#firstFrom(known.from))] = cue;
        continue;
      }
      if (known !== undefined) this.#cues = this.#cues.filter((other) => other !== known);
      // After those that start at the same time: the order of the file is the order on screen.
      let place = this.#firstFrom(cue.from);
      while (this.#cues[place]?.from === cue.from) place += 1;
      this.#cues.splice(place, 0, cue);
    }
    for (const old of this.#cues.splice(0, Math.max(0, this.#cues.length - mostCuesKept)))
      this.#byId.delete(old.id);
  }

  /** What is on at a time, first started first. */
  at(time: number): readonly Cue[] {
    const found: Cue[] = [];
    for (let index = this.#firstFrom(time - this.#longest); index < this.#cues.length; index++) {
      const cue = this.#cues[index];
      if (cue === undefined || cue.from > time) break;
      if (cue.to > time) found.push(cue);
    }
    return found.slice(-mostCuesAtOnce);
  }

  /** Forgets what lies within a range, from inclusive, to exclusive. */
  remove(from: number, to: number): void {
    this.#cues = this.#cues.filter((cue) => cue.from >= to || cue.to <= from);
    this.#byId = new Map(this.#cues.map((cue) => [cue.id, cue]));
    this.#longest = this.#cues.reduce((most, cue) => Math.max(most, cue.to - cue.from), 0);
  }

  clear(): void {
    this.remove(-Infinity, Infinity);
  }

  /** The place of the first cue that starts at a time or later. */
  #firstFrom(time: number): number {
    let low = 0;
    let high = this.#cues.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#cues[middle]?.from ?? Infinity) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
