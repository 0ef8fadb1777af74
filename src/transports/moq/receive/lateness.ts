/** What is remembered of arrivals, ms: long enough to have seen the burst that comes with every key frame. */
const windowMs = 8000;
/** The share of frames that must have arrived in time. */
const quantile = 0.95;
/** Frames that come this much faster than they were captured are the past, sent in one go at the join. */
const burstShare = 0.5;

/**
 * How late frames arrive: arrival minus capture, over the last seconds. Its 95th percentile is the lowest latency at which
 * playback does not run dry; a round trip says nothing of it.
 */
export class Lateness {
  #arrivals: { readonly at: number; readonly lateMs: number }[] = [];
  #last: { readonly at: number; readonly time: number } | undefined;
  #live = false;
  #newest = -Infinity;

  /** `time` is the frame's event time, `at` the moment of arrival, both in ms on the same clock. */
  record(time: number, at: number): void {
    const last = this.#last;
    // Reordered frames and pictures that are shown later than they are decoded say nothing of the network.
    if (time <= this.#newest) return;
    this.#newest = time;
    this.#last = { at, time };
    if (!this.#live) {
      this.#live = last !== undefined && at - last.at >= burstShare * (time - last.time);
      if (!this.#live) {
        // The newest of the burst so far is the best guess at the live edge.
        this.#arrivals = [{ at, lateMs: at - time }];
        return;
      }
    }
    this.#arrivals.push({ at, lateMs: at - time });
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

  /** The lateness that 95 of 100 frames keep within. */
  get mostMs(): number | undefined {
    if (this.#arrivals.length === 0) return undefined;
    const sorted = this.#arrivals.map(({ lateMs }) => lateMs).sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))];
  }

  /** A new connection: what was measured on the old one does not hold. */
  reset(): void {
    this.#arrivals = [];
    this.#last = undefined;
    this.#live = false;
    this.#newest = -Infinity;
  }
}
