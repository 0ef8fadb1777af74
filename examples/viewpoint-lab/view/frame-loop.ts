/** Draws when something has changed, at most once a frame, and one at a time. */
export class FrameLoop {
  readonly #draw: (elapsedMs: number) => Promise<boolean>;
  readonly #signal: AbortSignal;
  #requested = 0;
  #drawing = false;
  #again = false;
  #last: number | undefined;
  readonly #intervals: number[] = [];

  /** @param draw resolves to whether another frame is wanted */
  constructor(draw: (elapsedMs: number) => Promise<boolean>, signal: AbortSignal) {
    this.#draw = draw;
    this.#signal = signal;
    signal.addEventListener('abort', () => cancelAnimationFrame(this.#requested));
  }

  /** Milliseconds from one frame to the next while pictures follow each other: the median of the last few. */
  get frameMs(): number | undefined {
    const sorted = [...this.#intervals].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)];
  }

  invalidate(): void {
    if (this.#drawing) this.#again = true;
    else if (this.#requested === 0 && !this.#signal.aborted)
      this.#requested = requestAnimationFrame((now) => void this.#frame(now));
  }

  async #frame(now: number): Promise<void> {
    this.#requested = 0;
    const elapsedMs = this.#last === undefined ? 0 : now - this.#last;
    if (elapsedMs > 0) {
      this.#intervals.push(elapsedMs);
      if (this.#intervals.length > 15) this.#intervals.shift();
    }
    this.#drawing = true;
    this.#again = false;
    let more = false;
    try {
      more = await this.#draw(elapsedMs);
    } finally {
      this.#drawing = false;
      // The time of standing still is nobody's frame.
      this.#last = more ? now : undefined;
      if (more || this.#again) this.invalidate();
    }
  }
}
