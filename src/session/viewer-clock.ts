import { eventTime, signal } from '../base/index.js';
import type { Environment, EventTime, ReadonlySignal } from '../base/index.js';
import type { ViewerClock } from '../transports/index.js';

const samples = 3;

interface Estimate {
  readonly offsetMs: number;
  readonly errorMs: number;
}

/**
 * True wall-clock time on this device: the device's clock plus an offset measured against the event's clock URL
 * (UTCTiming http-iso, ISO/IEC 23009-1 5.8.4.11; else the Date header). The offset of the quickest of a few round trips is
 * taken; half that round trip is the error (Cristian, 1989).
 */
export class MeasuredClock implements ViewerClock {
  readonly #environment: Environment;
  readonly #estimate = signal<Estimate>({ offsetMs: 0, errorMs: Infinity });
  /** wallClock() - monotonic(), fixed: a device clock that is set while watching does not move the event. */
  readonly #origin: number;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#origin = environment.wallClock() - environment.monotonic();
  }

  get estimate(): ReadonlySignal<Estimate> {
    return this.#estimate;
  }

  get offsetMs(): number {
    return this.#estimate.value.offsetMs;
  }

  get errorMs(): number {
    return this.#estimate.value.errorMs;
  }

  now(): EventTime {
    return this.at(this.#environment.monotonic());
  }

  at(monotonic: number): EventTime {
    return eventTime(this.#origin + monotonic + this.#estimate.peek().offsetMs);
  }

  /** Measures against a clock URL; keeps the old estimate when the server does not answer. */
  async synchronise(
    url: string,
    prepare: (url: string) => Promise<{ url: string; headers: Record<string, string> }>,
    abort: AbortSignal,
  ): Promise<void> {
    let best: Estimate | undefined;
    for (let index = 0; index < samples; index += 1) {
      const request = await prepare(url);
      const sent = this.#environment.monotonic();
      const response = await this.#environment.fetch(request.url, {
        headers: request.headers,
        cache: 'no-store',
        signal: abort,
      });
      const received = this.#environment.monotonic();
      if (!response.ok) continue;
      const server = serverTime(await response.text(), response.headers.get('date'));
      if (server === undefined) continue;
      const errorMs = (received - sent) / 2 + server.resolutionMs;
      const middle = this.#origin + (sent + received) / 2;
      if (best === undefined || errorMs < best.errorMs)
        best = { offsetMs: server.ms + server.resolutionMs - middle, errorMs };
    }
    if (best !== undefined) this.#estimate.value = best;
  }
}

/** The server's time, and half its resolution: a Date header is floored to the second. */
function serverTime(body: string, date: string | null): { ms: number; resolutionMs: number } | undefined {
  const iso = Date.parse(body.trim());
  if (!Number.isNaN(iso)) return { ms: iso, resolutionMs: 0.5 };
  const header = Date.parse(date ?? '');
  return Number.isNaN(header) ? undefined : { ms: header, resolutionMs: 500 };
}
