/** Between the arrival of a picture and its place on the screen: decoding, and the beat of the display, ms. */
export const pictureMarginMs = 30;
/** Sound that is heard is decoded and handed to the audio thread this much before, ms. */
export const soundMarginMs = 60;
/** The floor comes down slowly: it went up because it had to, ms a second. */
const fallsMsPerS = 20;

/** The lowest latency at which playback does not run dry: goes up at once with what was measured, and comes down slowly. */
export class LatencyFloor {
  #ms: number;
  /** NaN while it is a guess. */
  #at = NaN;

  /** @param guessMs before anything has been measured */
  constructor(guessMs: number) {
    this.#ms = guessMs;
  }

  /** @param measuredMs undefined while nothing is known @param now monotonic ms */
  update(measuredMs: number | undefined, now: number): number {
    if (measuredMs === undefined) return this.#ms;
    const fallen = this.#ms - ((now - this.#at) / 1000) * fallsMsPerS;
    this.#ms = Number.isNaN(this.#at) ? measuredMs : Math.max(measuredMs, fallen);
    this.#at = now;
    return this.#ms;
  }
}
