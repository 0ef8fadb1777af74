/** Zero crossings of the sinc on either side: with the window below the stop band is 90 dB down. */
const wings = 16;
/** Kaiser window's shape. */
const beta = 9;
/** Share of the lower rate's band that is let through: the rest is the filter's slope. */
const passBand = 0.94;
/** Positions between two samples that are told apart; audio's usual rates need 640 at most. */
const mostPhases = 1024;
/** Of a phase: a position that is a whole number but for floating point is that number. */
const rounding = 1e-6;

/** Modified Bessel function of the first kind, order 0, by its series. */
function besselI0(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** Two channels of the same length. */
export interface Stereo {
  readonly left: Float32Array;
  readonly right: Float32Array;
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));

/**
 * Changes the sample rate of a stream of blocks, band-limited (J. O. Smith, "Digital Audio Resampling Home Page", CCRMA: a
 * windowed sinc, here with one row of weights for each position between two samples that occurs). The first sample out
 * belongs to the first sample in; the last few in wait for what follows them.
 */
export class Resampler {
  /** Positions between two samples, and how many of them lie between two samples out. */
  readonly #phases: number;
  readonly #step: number;
  readonly #reach: number;
  readonly #weights: Float32Array;
  #left: Float32Array;
  #right: Float32Array;
  /** Where the next sample out lies in what is kept, counted in phases. */
  #at: number;

  constructor(from: number, to: number) {
    const divisor = greatestDivisor(Math.round(from), Math.round(to));
    this.#phases = Math.min(mostPhases, Math.round(to) / divisor);
    this.#step = (from / to) * this.#phases;
    const scale = Math.min(1, to / from) * passBand;
    this.#reach = Math.ceil(wings / scale);
    this.#weights = weightsOf(this.#phases, this.#reach, scale);
    this.#left = new Float32Array(this.#reach);
    this.#right = new Float32Array(this.#reach);
    this.#at = this.#reach * this.#phases;
  }

  process({ left, right }: Stereo): Stereo {
    const [reach, phases, weights] = [this.#reach, this.#phases, this.#weights];
    const keptLeft = joined(this.#left, left);
    const keptRight = joined(this.#right, right);
    const end = (keptLeft.length - reach) * phases;
    const count = Math.max(0, Math.ceil((end - this.#at) / this.#step));
    const outLeft = new Float32Array(count);
    const outRight = new Float32Array(count);
    for (let n = 0; n < count; n++) {
      const at = Math.floor(this.#at + n * this.#step + rounding);
      const first = Math.floor(at / phases) - reach + 1;
      const row = (at % phases) * 2 * reach;
      let sumLeft = 0;
      let sumRight = 0;
      for (let k = 0; k < 2 * reach; k++) {
        const weight = weights[row + k] ?? 0;
        sumLeft += weight * (keptLeft[first + k] ?? 0);
        sumRight += weight * (keptRight[first + k] ?? 0);
      }
      outLeft[n] = sumLeft;
      outRight[n] = sumRight;
    }
    this.#at += count * this.#step;
    const done = Math.max(0, Math.floor(this.#at / phases) - reach);
    this.#left = keptLeft.slice(done);
    this.#right = keptRight.slice(done);
    this.#at -= done * phases;
    return { left: outLeft, right: outRight };
  }
}

/** A row for each phase: weights of the `2 * reach` samples around it, from `reach - 1` before the one at or before it. */
function weightsOf(phases: number, reach: number, scale: number): Float32Array {
  const weights = new Float32Array(phases * 2 * reach);
  for (let phase = 0; phase < phases; phase++)
    for (let k = 0; k < 2 * reach; k++) {
      const x = Math.abs(k - reach + 1 - phase / phases) * scale;
      if (x >= wings) continue;
      const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
      const taper = besselI0(beta * Math.sqrt(1 - (x / wings) ** 2)) / besselI0(beta);
      weights[phase * 2 * reach + k] = scale * sinc * taper;
    }
  return weights;
}

function joined(first: Float32Array, second: Float32Array): Float32Array {
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
