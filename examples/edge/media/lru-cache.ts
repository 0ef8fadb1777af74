/** Keeps the entries used last, up to a total weight. */
export class LruCache<Key, Value> {
  readonly #limit: number;
  readonly #weigh: (value: Value) => number;
  /** Oldest first: a Map iterates in order of insertion. */
  readonly #entries = new Map<Key, Value>();
  #weight = 0;

  constructor(limit: number, weigh: (value: Value) => number) {
    this.#limit = limit;
    this.#weigh = weigh;
  }

  get weight(): number {
    return this.#weight;
  }

  /** The kept value, or the one that `make` makes now. */
  get(key: Key, make: () => Value): Value {
    const kept = this.#entries.get(key);
    if (kept !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, kept);
      return kept;
    }
    const made = make();
    this.#entries.set(key, made);
    this.#weight += this.#weigh(made);
    for (const [oldest, value] of this.#entries) {
      if (this.#weight <= this.#limit) break;
      this.#entries.delete(oldest);
      this.#weight -= this.#weigh(value);
    }
    return made;
  }
}
