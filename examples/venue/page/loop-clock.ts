import { loopTime } from '../loop.js';

/** Loop time that runs, stops, slows and steps. Driven from outside: it never reads a clock itself. */
export class LoopClock {
  playing = true;
  rate = 1;
  private at = 0;

  /** Milliseconds into the loop. */
  get timeMs(): number {
    return this.at;
  }

  seek(timeMs: number): void {
    this.at = loopTime(timeMs);
  }

  /** Real time went by. */
  advance(elapsedMs: number): void {
    if (this.playing) this.seek(this.at + elapsedMs * this.rate);
  }
}
