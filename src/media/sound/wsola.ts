import { risingFade } from './fade.js';
import type { Ring } from './ring.js';

/** Milliseconds of sound made at once: long enough for the lowest voices, short enough to follow a change of rate. */
const hopMs = 10;
/**
 * Milliseconds that the sound may be off its place, either way. Twice this is the longest period that splices can be matched in:
 * 62 Hz. It is also the largest error of sound against picture that stretching makes
 * in the middle of a hop.
 */
const toleranceMs = 8;
/** At rate 1 nothing has to be off: beyond this, in milliseconds, a good splice back to the exact place is looked for. */
const restToleranceMs = 1;
/** How much likeness a splice at the edge of the tolerance may have less than one at the exact place. At rate 1 there is time to wait. */
const centreBias = { moving: 0.05, rest: 0.3 };
/** Tolerances that the sound may be off while there is nothing to splice to; beyond that silence is better. */
const mostOff = 3;
/** Samples left out when looking for a splice roughly. */
const coarse = 4;

/**
 * Plays a ring at any rate with its pitch kept. WSOLA (W. Verhelst and M. Roelands, "An overlap-add technique based on waveform
 * similarity (WSOLA) for high quality time-scale modification of speech", ICASSP 1993): sound is copied as it is for as
 * long as it is near enough to where it should be; then it is faded over to a place near the right one, chosen by normalised
 * cross-correlation to look the most like what would have come. At rate 1 it is a copy, bit for bit.
 */
export class Stretcher {
  /** Samples made at once. */
  readonly hop: number;
  readonly #ring: Ring;
  readonly #tolerance: number;
  readonly #restTolerance: number;
  readonly #rise: Float32Array;
  readonly #left: Float32Array;
  readonly #right: Float32Array;
  /** What the sound would go on with, both ears together, every `coarse`-th sample or all of them. */
  readonly #wanted: Float32Array;
  #next = 0;
  #used: number;

  constructor(ring: Ring, sampleRate: number) {
    this.#ring = ring;
    this.hop = Math.round((hopMs / 1000) * sampleRate);
    this.#tolerance = Math.round((toleranceMs / 1000) * sampleRate);
    this.#restTolerance = Math.round((restToleranceMs / 1000) * sampleRate);
    this.#rise = risingFade(this.hop);
    this.#left = new Float32Array(this.hop);
    this.#right = new Float32Array(this.hop);
    this.#wanted = new Float32Array(this.hop);
    this.#used = this.hop;
  }

  /** Forgets what was played and goes on at a place. */
  begin(place: number): void {
    this.#next = place;
    this.#used = this.hop;
  }

  /** Samples made and not read yet. */
  get ready(): number {
    return this.hop - this.#used;
  }

  /**
   * Makes the next hop.
   * @param due the place that should be heard now
   * @param reserve samples that must be left in the ring behind the hop, for a fade
   * @returns false when the ring has not enough; nothing has changed then
   */
  make(due: number, rate: number, reserve: number): boolean {
    const ring = this.#ring;
    const need = this.hop + reserve;
    const here = this.#next;
    // A hop is as good as it can be where its middle is right: before and after, it goes by rate 1 and the clock does not.
    const target = due + ((rate - 1) * this.hop) / 2;
    const goesOn = ring.readableTo(here) - here >= need;
    const off = here - target;
    const near = Math.abs(off) <= (rate === 1 ? this.#restTolerance : this.#tolerance);
    if (goesOn && near) {
      this.#copy(here);
      return true;
    }
    const centre = Math.max(Math.round(target), ring.start);
    const from = Math.max(centre - this.#tolerance, ring.readableFrom(centre));
    const to = Math.min(centre + this.#tolerance, ring.readableTo(centre) - need);
    const canFade = ring.readableTo(here) - here >= this.hop;
    if (canFade && from <= to) {
      this.#splice(here, this.#bestMatch(here, from, to, target, rate));
      return true;
    }
    if (!goesOn || Math.abs(off) > mostOff * this.#tolerance) return false;
    this.#copy(here);
    return true;
  }

  /** Moves made samples out; `count` is at most `ready`. */
  read(left: Float32Array, right: Float32Array, offset: number, count: number): void {
    for (let n = 0; n < count; n++) {
      left[offset + n] = this.#left[this.#used + n] ?? 0;
      right[offset + n] = this.#right[this.#used + n] ?? 0;
    }
    this.#used += count;
  }

  /** What would come if nothing changed, for fading out: as much as the ring has, silence after it. */
  readOn(left: Float32Array, right: Float32Array, count: number): void {
    const made = Math.min(count, this.ready);
    this.read(left, right, 0, made);
    const { left: ringLeft, right: ringRight, mask } = this.#ring;
    const end = this.#ring.readableTo(this.#next);
    for (let n = made; n < count; n++) {
      const place = this.#next + n - made;
      left[n] = place < end ? (ringLeft[place & mask] ?? 0) : 0;
      right[n] = place < end ? (ringRight[place & mask] ?? 0) : 0;
    }
  }

  #copy(from: number): void {
    const { left, right, mask } = this.#ring;
    for (let n = 0; n < this.hop; n++) {
      this.#left[n] = left[(from + n) & mask] ?? 0;
      this.#right[n] = right[(from + n) & mask] ?? 0;
    }
    this.#next = from + this.hop;
    this.#used = 0;
  }

  #splice(from: number, to: number): void {
    if (from === to) {
      this.#copy(from);
      return;
    }
    const { left, right, mask } = this.#ring;
    for (let n = 0; n < this.hop; n++) {
      const share = this.#rise[n] ?? 1;
      const old = (from + n) & mask;
      const young = (to + n) & mask;
      this.#left[n] = (left[old] ?? 0) * (1 - share) + (left[young] ?? 0) * share;
      this.#right[n] = (right[old] ?? 0) * (1 - share) + (right[young] ?? 0) * share;
    }
    this.#next = to + this.hop;
    this.#used = 0;
  }

  /** The place in [from, to] whose sound is the most like that at `here`, roughly first, then sample by sample. */
  #bestMatch(here: number, from: number, to: number, target: number, rate: number): number {
    const { left, right, mask } = this.#ring;
    for (let n = 0; n < this.hop; n++) {
      const index = (here + n) & mask;
      this.#wanted[n] = (left[index] ?? 0) + (right[index] ?? 0);
    }
    const bias = rate === 1 ? centreBias.rest : centreBias.moving;
    const rough = this.#searched(from, to, coarse, coarse, target, bias);
    return this.#searched(Math.max(from, rough - coarse), Math.min(to, rough + coarse), 1, 2, target, bias);
  }

  #searched(from: number, to: number, step: number, stride: number, target: number, bias: number): number {
    const { left, right, mask } = this.#ring;
    let best = from;
    let bestScore = -Infinity;
    let wantedEnergy = 0;
    for (let n = 0; n < this.hop; n += stride) wantedEnergy += (this.#wanted[n] ?? 0) ** 2;
    for (let place = from; place <= to; place += step) {
      let product = 0;
      let energy = 0;
      for (let n = 0; n < this.hop; n += stride) {
        const index = (place + n) & mask;
        const value = (left[index] ?? 0) + (right[index] ?? 0);
        product += value * (this.#wanted[n] ?? 0);
        energy += value * value;
      }
      const power = Math.sqrt(energy * wantedEnergy);
      const likeness = power > 0 ? product / power : 0;
      const score = likeness - bias * ((place - target) / this.#tolerance) ** 2;
      if (score > bestScore) {
        bestScore = score;
        best = place;
      }
    }
    return best;
  }
}
