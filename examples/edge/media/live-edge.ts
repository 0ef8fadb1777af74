/** How far the broadcast has come, as one angle on one transport shows it: the clock, and the faults that bend it. */
import type { EdgeClock, SourceType } from '../contract.js';
import type { ActiveFault, Switchboard } from '../faults/switchboard.js';
import type { Distortion } from './packager.js';

export class LiveEdge {
  readonly #clock: EdgeClock;
  readonly #faults: Switchboard;
  readonly #angle: string;
  readonly #transport: SourceType;

  constructor(clock: EdgeClock, faults: Switchboard, angle: string, transport: SourceType) {
    this.#clock = clock;
    this.#faults = faults;
    this.#angle = angle;
    this.#transport = transport;
  }

  /** Media time, ms: what has ended by now is available. Stands still from the start of the oldest stall. */
  mediaMs(): number {
    const stalls = this.#find('stall').map((stall) => stall.startsAt);
    return Math.min(this.#clock.now(), ...stalls) - this.#clock.startMs;
  }

  distortion(): Distortion {
    return {
      clockOffsetMs: this.#find('clock')[0]?.value ?? 0,
      frozenAt: this.#find('freeze').at(-1)?.startsAt,
    };
  }

  /** Whether media time `mediaMs` has been reached within `timeoutMs`; waits that long, or until `signal` fires. */
  async reaches(mediaMs: number, timeoutMs: number, signal: AbortSignal): Promise<boolean> {
    const deadline = this.#clock.now() + timeoutMs;
    while (this.mediaMs() < mediaMs) {
      const now = this.#clock.now();
      if (signal.aborted || now >= deadline) return false;
      const stalled = this.#find('stall').length > 0;
      await this.#faultChange(
        stalled ? deadline - now : Math.min(deadline, this.#clock.startMs + mediaMs) - now,
        signal,
      );
    }
    return true;
  }

  /** Resolves after `delayMs`, or earlier when the faults change or `signal` fires. */
  #faultChange(delayMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        unsubscribe();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, Math.ceil(delayMs));
      const unsubscribe = this.#faults.subscribe(done);
      signal.addEventListener('abort', done);
    });
  }

  #find(kind: 'stall' | 'clock' | 'freeze'): readonly ActiveFault[] {
    return this.#faults.findAll(kind, this.#angle, this.#transport);
  }
}
