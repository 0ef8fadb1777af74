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
/** Milliseconds that the newest span may be behind what was expected before the device is taken to have paused. */
const mostLag = 60;

interface Span {
  /** Milliseconds; when the best report came. */
  at: number;
  frame: number;
  began: number;
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

  /** A report that so many frames are rendered, come at a time in milliseconds. */
  add(frame: number, at: number): void {
    const newest = this.#spans.at(-1);
    if (newest !== undefined && at - newest.began < spanMs) {
      if (frame - newest.frame > (at - newest.at) * this.#framesPerMs) Object.assign(newest, { frame, at });
      return;
    }
    if (newest !== undefined) this.#settle(newest);
    this.#spans.push({ frame, at, began: at });
    if (this.#spans.length > spansKept) this.#spans.shift();
  }

  /** Frames in a millisecond of this thread's clock. */
  get slope(): number {
    return this.#framesPerMs * (1 + this.#skew);
  }

  /** Frames rendered by a time, fractions included; undefined before the first report. */
  frameAt(now: number): number | undefined {
    const { slope } = this;
    let newest: number | undefined;
    for (const span of this.#spans.slice(-spansBelieved)) {
      const frame = span.frame + (now - span.at) * slope;
      if (newest === undefined || frame > newest) newest = frame;
    }
    return newest;
  }

  /** Learns from a span that is over. */
  #settle(span: Span): void {
    const expected = this.#spans
      .slice(-spansBelieved - 1, -1)
      .reduce((most, { frame, at }) => Math.max(most, frame + (span.at - at) * this.#framesPerMs), -Infinity);
    if (expected - span.frame > mostLag * this.#framesPerMs) {
      // The device stood still for a moment: what was known of it leads nowhere.
      this.#spans = [span];
      return;
    }
    if (this.#spans.length < leastSpans) return;
    const skew = this.#fitted() / this.#framesPerMs - 1;
    if (Math.abs(skew) <= mostSkew) this.#skew = skew;
  }

  /** Least squares through the spans' best reports, frames per millisecond. */
  #fitted(): number {
    const count = this.#spans.length;
    const origin = this.#spans[0] ?? { at: 0, frame: 0 };
    let [at, frame, atAt, atFrame] = [0, 0, 0, 0];
    for (const span of this.#spans) {
      const [x, y] = [span.at - origin.at, span.frame - origin.frame];
      at += x;
      frame += y;
      atAt += x * x;
      atFrame += x * y;
    }
    return (count * atFrame - at * frame) / (count * atAt - at * at);
  }
}
