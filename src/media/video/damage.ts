import type { Sample } from '../contract.js';
import type { TrackWindow } from '../window/index.js';

/** What cannot be decoded: single samples a decoder swallowed, and the rest of the groups that broke one. */
export class Damage {
  readonly #window: TrackWindow;
  /** By key frame: from which decoding time on its group is damaged. */
  readonly #groups = new WeakMap<Sample, number>();
  readonly #single = new WeakSet<Sample>();
  readonly #counted = new WeakSet<Sample>();
  #count = 0;

  constructor(window: TrackWindow) {
    this.#window = window;
  }

  /** Samples lost so far. */
  get count(): number {
    return this.#count;
  }

  has(sample: Sample): boolean {
    if (this.#single.has(sample)) return true;
    const key = this.#window.key(sample);
    const from = key === undefined ? undefined : this.#groups.get(key);
    return from !== undefined && sample.decodeTime >= from;
  }

  /** This sample breaks decoders: it and what follows it up to the next key frame are lost. */
  mark(sample: Sample): void {
    const key = this.#window.key(sample);
    if (key !== undefined) this.#groups.set(key, sample.decodeTime);
  }

  /** The decoder gave nothing for this one alone. */
  single(sample: Sample): void {
    this.#single.add(sample);
    this.skip(sample);
  }

  /** Counts a lost sample that is passed over. */
  skip(sample: Sample): void {
    if (this.#counted.has(sample)) return;
    this.#counted.add(sample);
    this.#count++;
  }
}
