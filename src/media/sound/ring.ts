/** A stretch of samples without a hole: from inclusive, to exclusive. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Stereo samples by their place, an integer that counts samples from the start of a run. The newest `capacity` places are kept, so
 * that what has been heard can be read again. Places nothing was written to are holes. Reading and writing allocate nothing.
 */
export class Ring {
  readonly capacity: number;
  readonly left: Float32Array;
  readonly right: Float32Array;
  /** Place & mask is the place's index in the channels. */
  readonly mask: number;
  readonly #fade: Float32Array;
  /** Ends of stretches and starts of the next, oldest first; equal where sound does not go on but no time is missing. */
  #holes: { from: number; to: number }[] = [];
  #start = 0;
  #end = 0;

  /** @param fade how samples that come twice go over from the older to the newer */
  constructor(leastCapacity: number, fade: Float32Array) {
    this.capacity = 2 ** Math.ceil(Math.log2(leastCapacity));
    this.mask = this.capacity - 1;
    this.left = new Float32Array(this.capacity);
    this.right = new Float32Array(this.capacity);
    this.#fade = fade;
  }

  /** The oldest place. */
  get start(): number {
    return this.#start;
  }

  /** One past the newest place. */
  get end(): number {
    return this.#end;
  }

  clear(): void {
    this.#holes = [];
    this.#start = 0;
    this.#end = 0;
  }

  /**
   * Takes samples from a place on.
   * @param cut they do not go on from the sample before them: what is heard must fade between
   */
  write(at: number, left: Float32Array, right: Float32Array, cut: boolean): void {
    if (this.#start === this.#end) this.#start = this.#end = at;
    else if (at > this.#end || (cut && at === this.#end)) this.#holes.push({ from: this.#end, to: at });
    const skipped = Math.max(0, this.#start - at);
    const again = Math.min(left.length, this.#end - at);
    const faded = Math.min(this.#fade.length, again);
    for (let n = skipped; n < left.length; n++) {
      const index = (at + n) & this.mask;
      // Samples that are there already are faded over where the new ones start, and replaced after that.
      const share = n < faded ? (this.#fade[n] ?? 1) : 1;
      this.left[index] = (left[n] ?? 0) * share + (share < 1 ? (this.left[index] ?? 0) * (1 - share) : 0);
      this.right[index] = (right[n] ?? 0) * share + (share < 1 ? (this.right[index] ?? 0) * (1 - share) : 0);
    }
    if (again > 0) this.#fill(at, at + left.length);
    this.#end = Math.max(this.#end, at + left.length);
    this.#start = Math.max(this.#start, this.#end - this.capacity);
    while (this.#holes[0] !== undefined && this.#holes[0].to <= this.#start) this.#holes.shift();
  }

  /** What was written late closes holes. */
  #fill(from: number, to: number): void {
    if (this.#holes.length === 0) return;
    this.#holes = this.#holes.flatMap((hole) => {
      if (hole.to <= from || hole.from >= to) return [hole];
      return [
        { from: hole.from, to: Math.min(hole.to, from) },
        { from: Math.max(hole.from, to), to: hole.to },
      ].filter((left) => left.to > left.from);
    });
  }

  /** One past the last place that can be read from `at` on without a break; `at` itself where there is nothing. */
  readableTo(at: number): number {
    if (at < this.#start || at >= this.#end) return at;
    for (const hole of this.#holes) {
      if (at < hole.from) return hole.from;
      if (at < hole.to) return at;
    }
    return this.#end;
  }

  /** The first place from which everything up to `at` can be read; `at` itself where there is nothing. */
  readableFrom(at: number): number {
    if (at < this.#start || at >= this.#end) return at;
    let from = this.#start;
    for (const hole of this.#holes) {
      if (hole.to <= at) from = Math.max(from, hole.to);
      else if (hole.from <= at) return at;
    }
    return from;
  }
}
