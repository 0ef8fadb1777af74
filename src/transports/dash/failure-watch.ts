import type { Environment, OlympicPlayerError } from '../../base/index.js';

/** What fails on its own: the manifest's updates, the pictures, the sound. */
export type Lane = 'manifest' | 'main' | 'audio';

interface Trouble {
  /** When the first request that failed was made, `monotonic` milliseconds. */
  readonly since: number;
  latest: OlympicPlayerError;
  cancelTimer: () => void;
}

/** A body that has grown this lately is on its way, however slow, milliseconds. */
const arrivingMs = 600;

/**
 * Decides when failing requests are a failed feed: VHS itself would retry and change renditions for ever. A lane fails when
 * nothing has succeeded on it within its patience since the request that failed first.
 */
export class FailureWatch {
  readonly #environment: Environment;
  readonly #patienceMs: () => number;
  readonly #report: (error: OlympicPlayerError) => void;
  readonly #troubles = new Map<Lane, Trouble>();
  readonly #arrivals = new Map<Lane, number>();

  /** @param patienceMs asked at each verdict, milliseconds */
  constructor(
    environment: Environment,
    patienceMs: () => number,
    report: (error: OlympicPlayerError) => void,
  ) {
    this.#environment = environment;
    this.#patienceMs = patienceMs;
    this.#report = report;
  }

  failed(lane: Lane, startedAt: number, error: OlympicPlayerError): void {
    // What arrived of it was for nothing: bodies that come whole and damaged would put the verdict off for ever.
    this.#arrivals.delete(lane);
    const trouble = this.#troubles.get(lane);
    if (trouble === undefined) {
      this.#troubles.set(lane, { since: startedAt, latest: error, cancelTimer: () => {} });
    } else {
      trouble.latest = error;
    }
    this.#judge(lane);
  }

  succeeded(lane: Lane): void {
    this.#troubles.get(lane)?.cancelTimer();
    this.#troubles.delete(lane);
  }

  /** Bytes have come in. */
  arriving(lane: Lane): void {
    this.#arrivals.set(lane, this.#environment.monotonic());
  }

  /** Nothing is reported any more. */
  close(): void {
    for (const lane of [...this.#troubles.keys()]) this.succeeded(lane);
  }

  #judge(lane: Lane): void {
    const trouble = this.#troubles.get(lane);
    if (trouble === undefined) return;
    trouble.cancelTimer();
    const now = this.#environment.monotonic();
    const patience = trouble.since + this.#patienceMs() - now;
    const arriving = (this.#arrivals.get(lane) ?? -Infinity) + arrivingMs - now;
    const wait = Math.max(patience, arriving);
    if (wait <= 0) {
      this.#report(trouble.latest);
    } else {
      trouble.cancelTimer = this.#environment.setTimer(() => this.#judge(lane), wait);
    }
  }
}
