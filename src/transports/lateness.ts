/** What is remembered of arrivals, ms: long enough to have seen the burst that comes with every key frame. */
const windowMs = 8000;
/** The past that is sent at the join comes quicker than it was captured: each frame is less late than those before, by more than this, ms. */
const catchingUpMs = 2;
/** When so many frames in a row are not, the past is through. */
const steadyFrames = 3;

/**
 * How late frames (or parts of many) arrive: arrival minus capture, over the last seconds. What most of them keep within is the
 * lowest latency at which playback does not run dry; a round trip says nothing of it.
 */
export class Lateness {
  readonly #share: number;
  #arrivals: { readonly at: number; readonly lateMs: number }[] = [];
  #steady = 0;
  #live = false;
  #newest = -Infinity;

  /** @param share of frames that must have arrived in time */
  constructor(share = 0.95) {
    this.#share = share;
  }

  /** `time` is the frame's event time, `at` the moment of arrival, both in ms on the same clock. */
  record(time: number, at: number): void {
    // Reordered frames and pictures that are shown later than they are decoded say nothing of the network.
    if (time <= this.#newest) return;
    this.#newest = time;
    const lateMs = at - time;
    if (!this.#live) {
      const catchesUp = lateMs < (this.leastMs ?? Infinity) - catchingUpMs;
      this.#steady = catchesUp ? 0 : this.#steady + 1;
      this.#live = this.#steady >= steadyFrames;
      // The newest of the past is the best guess at the live edge.
      if (catchesUp) this.#arrivals = [];
    }
    this.#arrivals.push({ at, lateMs });
    while ((this.#arrivals[0]?.at ?? at) < at - windowMs) this.#arrivals.shift();
  }

  /** The past sent at the join has been received: what arrives now is live. */
  get live(): boolean {
    return this.#live;
  }

  /** The quickest arrival, ms; negative where this device's clock is behind. */
  get leastMs(): number | undefined {
    return this.#arrivals.length === 0
      ? undefined
      : this.#arrivals.reduce((least, { lateMs }) => Math.min(least, lateMs), Infinity);
  }

  /** The lateness that the share of frames keeps within. */
  get mostMs(): number | undefined {
    if (this.#arrivals.length === 0) return undefined;
    const sorted = this.#arrivals.map(({ lateMs }) => lateMs).sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * this.#share))];
  }

  /** A new connection: what was measured on the old one does not hold. */
  reset(): void {
    this.#arrivals = [];
    this.#steady = 0;
    this.#live = false;
    this.#newest = -Infinity;
  }
}
