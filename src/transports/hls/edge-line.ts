/** How long an arrival counts, ms. */
const memoryMs = 10_000;

/**
 * The live edge as a line in time. Playlists tell it in steps and late; the earliest arrivals of the last seconds show
 * where it truly is. Milliseconds of media time minus the clock's.
 */
export class EdgeLine {
  #arrivals: readonly { readonly at: number; readonly lead: number }[] = [];

  /** The playlist ended at `edge` (media time, ms) when the clock said `at`. */
  saw(edge: number, at: number): void {
    const lead = edge - at;
    // An arrival with a smaller lead can never become the largest while this one counts.
    this.#arrivals = [
      ...this.#arrivals.filter((one) => one.at > at - memoryMs && one.lead > lead),
      { at, lead },
    ];
  }

  get lead(): number | undefined {
    return this.#arrivals[0]?.lead;
  }
}
