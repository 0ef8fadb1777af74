import type { FeedStats } from '../transports/index.js';
import type { Screening } from './screening.js';
import type { StallWatch } from './stall-watch.js';
import type { SessionStats } from './types.js';
import type { MeasuredClock } from './viewer-clock.js';

/** What adds up over all the sources of a load. */
interface Counts {
  readonly framesDecoded: number;
  readonly framesRendered: number;
  readonly framesDropped: number;
  readonly stalls: number;
  readonly stallMs: number;
  readonly bytes: number;
}

const none: Counts = {
  framesDecoded: 0,
  framesRendered: 0,
  framesDropped: 0,
  stalls: 0,
  stallMs: 0,
  bytes: 0,
};

const sum = (a: Counts, b: Counts): Counts => ({
  framesDecoded: a.framesDecoded + b.framesDecoded,
  framesRendered: a.framesRendered + b.framesRendered,
  framesDropped: a.framesDropped + b.framesDropped,
  stalls: a.stalls + b.stalls,
  stallMs: a.stallMs + b.stallMs,
  bytes: a.bytes + b.bytes,
});

const finite = (value: number | undefined): number | null =>
  value === undefined || !Number.isFinite(value) ? null : Math.round(value * 10) / 10;

/**
 * Counters of one load, over every source it was watched on. Feeds count asynchronously, so theirs are as of the last
 * `refresh`; what has left the screen counts as it was last read.
 */
export class Tally {
  #past: Counts = none;
  #shown: Screening | undefined;
  #stall: StallWatch | undefined;
  #feed: FeedStats | undefined;

  /** A new load. */
  reset(): void {
    this.#past = none;
    this.#take(undefined, undefined);
  }

  /** The screening on screen now; the one before is closed in the books. */
  follow(shown: Screening | undefined, stall: StallWatch | undefined): void {
    if (shown === this.#shown) {
      this.#stall = stall ?? this.#stall;
      return;
    }
    this.#past = sum(this.#past, this.#present);
    this.#take(shown, stall);
  }

  async refresh(): Promise<void> {
    const shown = this.#shown;
    const reading = await shown?.feed.stats();
    if (shown === this.#shown) this.#feed = reading;
  }

  read(from: {
    readonly failovers: number;
    readonly firstFrameMs: number | null;
    readonly clock: MeasuredClock;
  }): SessionStats {
    const feed = this.#shown?.feed;
    const accuracy = feed?.timeline.accuracy.peek();
    return {
      transport: feed?.type ?? null,
      decoder: feed?.decode ?? null,
      rendition: feed?.state.rendition.peek() ?? null,
      ...sum(this.#past, this.#present),
      failovers: from.failovers,
      firstFrameMs: from.firstFrameMs,
      stages: this.#feed?.stages ?? {},
      eventTimeErrorMs: finite(accuracy?.errorMs),
      eventTimeGrade: accuracy?.grade ?? null,
      clockOffsetMs: Math.round(from.clock.offsetMs * 10) / 10,
      clockErrorMs: finite(from.clock.errorMs),
      targetLatencyMs: feed?.state.targetLatencyMs.peek() ?? null,
    };
  }

  get #present(): Counts {
    return {
      framesDecoded: this.#feed?.framesDecoded ?? 0,
      framesRendered: this.#shown?.framesRendered ?? 0,
      framesDropped: this.#feed?.framesDropped ?? 0,
      stalls: this.#stall?.counters.stalls ?? 0,
      stallMs: this.#stall?.counters.stallMs ?? 0,
      bytes: this.#feed?.bytes ?? 0,
    };
  }

  #take(shown: Screening | undefined, stall: StallWatch | undefined): void {
    this.#shown = shown;
    this.#stall = stall;
    this.#feed = undefined;
  }
}
