import { FrameClock } from './frame-clock.js';

/** Milliseconds without a report after which the context is taken not to run. */
const mostSilence = 250;
/** Milliseconds in which reports that waited for a busy thread come in a burst. */
const burstMs = 40;
/** Share of the frames due in a silence that a device has rendered if it did not stand still. */
const leastAdvance = 0.7;
/** Reports, 8 ms apart, after which they tell the time by themselves, in long batches too. */
const leastReports = 50;
/** A device that holds more than this, in milliseconds, between rendering and hearing is not one: such times are not believed. */
const mostLatency = 1500;

/** What the page says of what is heard: at `at` (`performance.timeOrigin + performance.now()`) it was `frame`. */
export interface OutputTime {
  readonly frame: number;
  readonly at: number;
}

/**
 * The audio device's time in this thread's: which frame is being rendered, and which is heard. The browser's own account of
 * what is heard (Web Audio API, `getOutputTimestamp`) is good to a tenth of a millisecond and comes from the page now and
 * then; where there is none, or it is absurd, what is heard is what was rendered one latency ago.
 */
export class OutputClock {
  readonly #framesPerMs: number;
  readonly #frames: FrameClock;
  readonly #timeOrigin: number;
  #latencyMs: number;
  #output: { frame: number; at: number } | undefined;
  /** The last report before a silence, until it is known whose it was: the device's, or this thread's. */
  #doubt: { frame: number; at: number; until: number } | undefined;
  #reports = 0;
  #newest: { frame: number; at: number } | undefined;

  constructor(sampleRate: number, latencyMs: number, timeOrigin: number) {
    this.#framesPerMs = sampleRate / 1000;
    this.#frames = new FrameClock(sampleRate);
    this.#latencyMs = latencyMs;
    this.#timeOrigin = timeOrigin;
  }

  /** @returns whether the device has stood still, so that nothing known of it holds any more */
  report(frame: number, now: number): boolean {
    const last = this.#newest;
    if (last !== undefined && now - last.at > mostSilence) this.#doubt ??= { ...last, until: now + burstMs };
    const doubt = this.#doubt;
    const stood =
      doubt !== undefined &&
      now >= doubt.until &&
      frame - doubt.frame < leastAdvance * (now - doubt.at) * this.#framesPerMs;
    if (doubt !== undefined && now >= doubt.until) this.#doubt = undefined;
    if (stood) {
      this.#frames.reset();
      this.#reports = 0;
      this.#output = undefined;
    }
    this.#reports += 1;
    this.#newest = { frame, at: now };
    const pause = this.#frames.add(frame, now);
    // What the page said before the pause holds when as much is taken off.
    if (pause !== undefined && this.#output !== undefined && this.#output.at < pause.before)
      this.#output.frame -= pause.frames;
    return stood;
  }

  setLatency(latencyMs: number): void {
    this.#latencyMs = latencyMs;
  }

  setOutput({ frame, at }: OutputTime): void {
    this.#output = { frame, at: at - this.#timeOrigin };
  }

  /** Whether enough has come for times to be true. */
  get settled(): boolean {
    return this.#output !== undefined || this.#reports >= leastReports;
  }

  runs(now: number): boolean {
    return this.#newest !== undefined && this.#doubt === undefined && now - this.#newest.at < mostSilence;
  }

  /** Frames rendered by now. */
  renderedAt(now: number): number | undefined {
    return this.#frames.frameAt(now);
  }

  /** The frame heard now. */
  heardAt(now: number): number | undefined {
    const rendered = this.#frames.frameAt(now);
    if (rendered === undefined) return undefined;
    if (this.#output !== undefined) {
      const heard = this.#output.frame + (now - this.#output.at) * this.#frames.slope;
      const lag = rendered - heard;
      // Reports may all have been late so far: what is heard can then seem to come before what is rendered.
      if (Math.abs(lag) < mostLatency * this.#framesPerMs) return heard;
    }
    return rendered - this.#latencyMs * this.#framesPerMs;
  }
}
