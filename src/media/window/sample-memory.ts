/** What a session keeps of encoded samples, whichever of its decks they are in. */
const sessionBytes = 64 * 2 ** 20;

/** A deck's samples. */
export interface Holder {
  readonly bytes: number;
  /** Lets go of the oldest group that has been played; false when none has. */
  evict(): boolean;
}

/**
 * The bytes that the decks of a session share: a deck that needs more lets go of what it has played, then the others of
 * theirs, so a stand-in that opens while another source plays costs memory once.
 */
export class SampleMemory {
  readonly #holders = new Set<Holder>();

  constructor(readonly limit = sessionBytes) {}

  get used(): number {
    let sum = 0;
    for (const { bytes } of this.#holders) sum += bytes;
    return sum;
  }

  join(holder: Holder): void {
    this.#holders.add(holder);
  }

  leave(holder: Holder): void {
    this.#holders.delete(holder);
  }

  /** Makes room for so many bytes more; false when nothing is left to let go of. */
  makeRoom(asker: Holder, bytes: number): boolean {
    const givers = [asker, ...[...this.#holders].filter((holder) => holder !== asker)];
    while (this.used + bytes > this.limit) {
      if (!givers.some((holder) => holder.evict())) return false;
    }
    return true;
  }
}
