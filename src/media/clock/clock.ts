import { deckTime } from '../contract.js';
import type { ClockPlan, DeckTime } from '../contract.js';

/** Milliseconds of disagreement with the sound that nobody sees and measuring does not resolve. */
export const silentError = 1;
/** Milliseconds: beyond this, picture and sound are seen apart (ITU-R BT.1359: 45 to 125 ms), so the clock jumps at once. */
export const jumpError = 80;
/** Milliseconds in which a small error is to vanish. */
const slewOver = 500;
/** Most that the clock goes faster or slower while it slews: 1.5 ms a picture at 30 Hz, which no eye sees. */
export const maxSlew = 0.05;

/** A deck's clock: time on a line, steered by what is heard. Pure: it is told the monotonic time (ms) with every call. */
export class Clock {
  #time = 0;
  #at = 0;
  #rate = 1;
  #moving = false;
  #slew = 0;

  get rate(): number {
    return this.#rate;
  }

  get moving(): boolean {
    return this.#moving;
  }

  time(now: number): DeckTime {
    return deckTime(
      this.#moving ? this.#time + (now - this.#at) * this.#rate * (1 + this.#slew) : this.#time,
    );
  }

  plan(now: number): ClockPlan {
    return { moving: this.#moving, time: this.time(now), at: now, rate: this.#rate };
  }

  start(now: number): void {
    this.#anchor(now);
    this.#moving = true;
  }

  stop(now: number): void {
    this.#anchor(now);
    this.#moving = false;
    this.#slew = 0;
  }

  set(time: DeckTime, now: number): void {
    this.#time = time;
    this.#at = now;
    this.#slew = 0;
  }

  setRate(rate: number, now: number): void {
    this.#anchor(now);
    this.#rate = rate;
    this.#slew = 0;
  }

  /** Steers towards the deck time that is heard now; undefined: nothing is, the clock goes by itself. */
  follow(heard: DeckTime | undefined, now: number): void {
    if (!this.#moving) return;
    this.#anchor(now);
    const error = heard === undefined ? 0 : heard - this.#time;
    if (Math.abs(error) > jumpError) this.#time += error;
    this.#slew =
      Math.abs(error) <= silentError || Math.abs(error) > jumpError
        ? 0
        : Math.min(maxSlew, Math.max(-maxSlew, error / slewOver / this.#rate));
  }

  #anchor(now: number): void {
    this.#time = this.time(now);
    this.#at = now;
  }
}
