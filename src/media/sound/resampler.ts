/** Zero crossings of the sinc on either side: 16 give a stop band of about 90 dB with the window below. */
const wings = 16;
/** Table entries from one zero crossing to the next; between them it is interpolated linearly (error below 16 bit's step). */
const entriesPerCrossing = 512;
/** Kaiser window's shape. */
const beta = 9;
/** Share of the lower rate's band that is let through: the rest is the filter's slope. */
const passBand = 0.94;

/** Modified Bessel function of the first kind, order 0, by its series. */
function besselI0(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function windowedSinc(): Float32Array {
  const table = new Float32Array(wings * entriesPerCrossing + 2);
  for (let n = 0; n <= wings * entriesPerCrossing; n++) {
    const x = n / entriesPerCrossing;
    const sinc = n === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    table[n] = (sinc * besselI0(beta * Math.sqrt(1 - (x / wings) ** 2))) / besselI0(beta);
  }
  return table;
}

let sharedTable: Float32Array | undefined;

/** Two channels of the same length. */
export interface Stereo {
  readonly left: Float32Array;
  readonly right: Float32Array;
}

/**
 * Changes the sample rate of a stream of blocks, band-limited (J. O. Smith, "Digital Audio Resampling Home Page", CCRMA: a
 * windowed sinc, tabulated and interpolated). The first sample out belongs to the first sample in; the last few in wait for what
 * follows them.
 */
export class Resampler {
  readonly #step: number;
  readonly #scale: number;
  readonly #reach: number;
  readonly #table: Float32Array;
  #left: Float32Array;
  #right: Float32Array;
  /** Where the next sample out lies, in samples of what is kept. */
  #at: number;

  constructor(from: number, to: number) {
    this.#step = from / to;
    this.#scale = Math.min(1, to / from) * passBand;
    this.#reach = Math.ceil(wings / this.#scale) + 1;
    this.#table = sharedTable ??= windowedSinc();
    this.#left = new Float32Array(this.#reach);
    this.#right = new Float32Array(this.#reach);
    this.#at = this.#reach;
  }

  process({ left, right }: Stereo): Stereo {
    const keptLeft = joined(this.#left, left);
    const keptRight = joined(this.#right, right);
    const count = Math.max(0, Math.ceil((keptLeft.length - this.#reach - this.#at) / this.#step));
    const outLeft = new Float32Array(count);
    const outRight = new Float32Array(count);
    for (let n = 0; n < count; n++) {
      const at = this.#at + n * this.#step;
      let [sumLeft, sumRight] = [0, 0];
      for (let k = Math.ceil(at - this.#reach + 1); k < at + this.#reach - 1; k++) {
        const weight = this.#weight(Math.abs(k - at) * this.#scale);
        sumLeft += weight * (keptLeft[k] ?? 0);
        sumRight += weight * (keptRight[k] ?? 0);
      }
      outLeft[n] = sumLeft * this.#scale;
      outRight[n] = sumRight * this.#scale;
    }
    this.#at += count * this.#step;
    const done = Math.max(0, Math.floor(this.#at) - this.#reach);
    this.#left = keptLeft.slice(done);
    this.#right = keptRight.slice(done);
    this.#at -= done;
    return { left: outLeft, right: outRight };
  }

  #weight(x: number): number {
    if (x >= wings) return 0;
    const entry = x * entriesPerCrossing;
    const below = Math.floor(entry);
    const [low, high] = [this.#table[below] ?? 0, this.#table[below + 1] ?? 0];
    return low + (high - low) * (entry - below);
  }
}

function joined(first: Float32Array, second: Float32Array): Float32Array {
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
