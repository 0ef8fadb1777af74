/** How much a session may send while a throttle fault is in force. */
import type { Timetable } from './timetable.js';

/** What may pass at once, in ms of the rate. */
const burstMs = 100;

interface Waiter {
  readonly bits: number;
  readonly grant: () => void;
}

export class RateLimit {
  readonly #agenda: Timetable;
  readonly #bitsPerMs: () => number;
  /** Newest last, and served first: live media is worth more the newer it is. */
  readonly #waiting: Waiter[] = [];
  /** Bits that may pass, and when that was worked out; only while limited. */
  #allowance: { bits: number; at: number } | undefined;
  #stop: (() => void) | undefined;

  /** @param bitsPerMs Infinity for no limit */
  constructor(agenda: Timetable, bitsPerMs: () => number) {
    this.#agenda = agenda;
    this.#bitsPerMs = bitsPerMs;
  }

  /** Resolves when this much may be sent. @throws what `signal` is aborted with */
  take(bytes: number, signal: AbortSignal): Promise<void> {
    if (this.#waiting.length === 0 && this.#pass(bytes * 8)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        bits: bytes * 8,
        grant: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      const leave = () => {
        const index = this.#waiting.indexOf(waiter);
        if (index >= 0) this.#waiting.splice(index, 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiter);
      this.#schedule();
    });
  }

  /** Looks again: the rate may have changed. */
  refresh(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#serve();
  }

  close(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  #serve(): void {
    for (let next = this.#waiting.at(-1); next && this.#pass(next.bits); next = this.#waiting.at(-1)) {
      this.#waiting.pop();
      next.grant();
    }
    this.#schedule();
  }

  #schedule(): void {
    const next = this.#waiting.at(-1);
    // Nothing passes at rate 0 until the fault ends.
    if (!next || this.#stop || this.#bitsPerMs() === 0) return;
    const { bits, at } = this.#refill();
    const missing = Math.min(next.bits, this.#bitsPerMs() * burstMs) - bits;
    this.#stop = this.#agenda.at(at + Math.max(1, missing / this.#bitsPerMs()), () => {
      this.#stop = undefined;
      this.#serve();
    });
  }

  /** What exceeds a whole burst passes when the bucket is full, and leaves it in debt. */
  #pass(bits: number): boolean {
    const rate = this.#bitsPerMs();
    if (rate === Infinity) {
      this.#allowance = undefined;
      return true;
    }
    const now = this.#refill();
    if (rate === 0 || now.bits < Math.min(bits, rate * burstMs)) return false;
    this.#allowance = { bits: now.bits - bits, at: now.at };
    return true;
  }

  #refill(): { bits: number; at: number } {
    const rate = this.#bitsPerMs();
    const full = rate * burstMs;
    const now = this.#agenda.now();
    const last = this.#allowance ?? { bits: full, at: now };
    this.#allowance = { bits: Math.min(full, last.bits + (now - last.at) * rate), at: now };
    return this.#allowance;
  }
}
