import type { MediaEnvironment } from '../environment.js';

/** Milliseconds between looks while nobody sees anything: the clock and the sound need no more. */
const unseenMs = 100;

/** Calls back before repaints while there is something to do, or by a timer where there is nothing to see. */
export class Pulse {
  readonly #environment: MediaEnvironment;
  readonly #beat: (now: number) => void;
  #cancel: (() => void) | undefined;
  #seen = false;
  #closed = false;

  constructor(environment: MediaEnvironment, beat: (now: number) => void) {
    this.#environment = environment;
    this.#beat = beat;
  }

  /** Whether there are repaints to wait for. */
  set seen(seen: boolean) {
    if (seen === this.#seen) return;
    this.#seen = seen;
    if (this.#cancel === undefined) return;
    this.stop();
    this.wake();
  }

  /** At the next repaint, or at once where there are none. */
  wake(): void {
    this.#schedule(0);
  }

  /** At the next repaint, or in a while where there are none. */
  later(): void {
    this.#schedule(unseenMs);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#sleeping = false;
  }

  close(): void {
    this.#closed = true;
    this.stop();
  }

  #sleeping = false;

  #schedule(milliseconds: number): void {
    if (this.#closed) return;
    if (this.#sleeping && milliseconds === 0) this.stop();
    if (this.#cancel !== undefined) return;
    const run = (now: number) => {
      this.#cancel = undefined;
      this.#sleeping = false;
      this.#beat(now);
    };
    this.#sleeping = !this.#seen && milliseconds > 0;
    this.#cancel = this.#seen
      ? this.#environment.requestFrame(run)
      : this.#environment.setTimer(() => run(this.#environment.monotonic()), milliseconds);
  }
}
