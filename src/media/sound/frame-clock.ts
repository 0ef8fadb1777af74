/** Milliseconds of reports that are taken as one: their best. Every place within a batch of quanta is among them. */
const spanMs = 100;
/** Spans kept: the slope of the audio device's clock is read from these. */
const spansKept = 40;
/** Spans from which the newest frame is told. Devices' clocks are steady; what differs is how late a report is. */
const spansBelieved = 8;
/** No device's clock is further off than this share; what looks so is a pause. Headless browsers' stand-in is 1.6 % off. */
const mostSkew = 0.03;
/** Spans after which the skew is believed: by then the differences in delay are small beside it. */
const leastSpans = 10;
/**
 * Milliseconds that the best of the newest spans may be behind what was expected: beyond it the device has paused, as it does
 * when the machine is too busy. Were the reports late instead, the next good one mends it.
 */
const mostLag = 12;
const spansDoubted = 3;

interface Span {
  /** Milliseconds; when the best report came. */
  at: number;
  frame: number;
  began: number;
}

/** The device stood still for so many frames, before a time. */
export interface Pause {
  readonly frames: number;
  readonly before: number;
}

/**
 * Tells which frame of the audio context is being rendered, from reports that come late, each by another delay, but never early:
 * the ones that came soonest after their frame are the true ones (a min-delay filter, as in NTP's clock filter, RFC 5905, 10).
 */
export class FrameClock {
  readonly #framesPerMs: number;
  #spans: Span[] = [];
  #skew = 0;

  constructor(sampleRate: number) {
    this.#framesPerMs = sampleRate / 1000;
  }

  reset(): void {
    this.#spans = [];
    this.#skew = 0;
  }

  /**
   * A report that so many frames are rendered, come at a time in milliseconds.
   * @returns a pause of the device, noticed now
   */
  add(frame: number, at: number): Pause | undefined {
    const newest = this.#spans.at(-1);
    if (newest !== undefined && at - newest.began < spanMs) {
      if (frame - newest.frame > (at - newest.at) * this.#framesPerMs) Object.assign(newest, { frame, at });
      return undefined;
    }
    const pause = newest === undefined ? undefined : this.#settle();
    this.#spans.push({ frame, at, began: at });
    if (this.#spans.length > spansKept) this.#spans.shift();
    return pause;
  }

  /** Frames in a millisecond of this thread's clock. */
  get slope(): number {
    return this.#framesPerMs * (1 + this.#skew);
  }

  /** Frames rendered by a time, fractions included; undefined before the first report. */
  frameAt(now: number): number | undefined {
    return this.#spans.length === 0 ? undefined : this.#newestOf(this.#spans.slice(-spansBelieved), now);
  }

  /** Learns from a span that is over. */
  #settle(): Pause | undefined {
    const newest = this.#spans.slice(-spansDoubted);
    const before = this.#spans.slice(-spansDoubted - spansBelieved, -spansDoubted);
    const behind = Math.min(...newest.map((span) => this.#newestOf(before, span.at) - span.frame));
    if (before.length > 0 && behind > mostLag * this.#framesPerMs) {
      // What was known of the device leads nowhere, but for its skew.
      this.#spans = newest;
      return { frames: behind, before: newest[0]?.began ?? 0 };
    }
    // The newest may be of a pause that is not noticed yet.
    const sure = this.#spans.slice(0, -spansDoubted);
    if (sure.length < leastSpans) return undefined;
    const skew = slopeOf(sure) / this.#framesPerMs - 1;
    if (Math.abs(skew) <= mostSkew) this.#skew = skew;
    return undefined;
  }

  /** The frame that spans lead to at a time: the most, since reports are late and never early. */
  #newestOf(spans: readonly Span[], at: number): number {
    return Math.max(...spans.map((span) => span.frame + (at - span.at) * this.slope));
  }
}

/** Least squares through the spans' best reports, frames per millisecond. */
function slopeOf(spans: readonly Span[]): number {
  const count = spans.length;
  const origin = spans[0] ?? { at: 0, frame: 0 };
  let [at, frame, atAt, atFrame] = [0, 0, 0, 0];
  for (const span of spans) {
    const [x, y] = [span.at - origin.at, span.frame - origin.frame];
    at += x;
    frame += y;
    atAt += x * x;
    atFrame += x * y;
  }
  return (count * atFrame - at * frame) / (count * atAt - at * at);
}
