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

  /** Measures against a clock URL; keeps the old estimate, and rejects, when the server does not answer. */
  async synchronise(
    url: string,
    prepare: (url: string) => Promise<{ url: string; headers: Record<string, string> }>,
    abort: AbortSignal,
  ): Promise<void> {
    let best: Estimate | undefined;
    let lost: unknown;
    for (let index = 0; index < samples; index += 1) {
      try {
        const estimate = await this.#roundTrip(await prepare(url), abort);
        if (estimate !== undefined && (best === undefined || estimate.errorMs < best.errorMs))
          best = estimate;
      } catch (error) {
        abort.throwIfAborted();
        lost = error;
      }
    }
    if (best !== undefined) this.#estimate.value = best;
    else if (lost !== undefined) throw lost;
  }

  async #roundTrip(
    request: { url: string; headers: Record<string, string> },
    abort: AbortSignal,
  ): Promise<Estimate | undefined> {
    const sent = this.#environment.monotonic();
    const response = await this.#environment.fetch(request.url, {
      headers: request.headers,
      cache: 'no-store',
      signal: abort,
    });
    const received = this.#environment.monotonic();
    if (!response.ok) return undefined;
    const server = serverTime(await response.text(), response.headers.get('date'));
    if (server === undefined) return undefined;
    const middle = this.#origin + (sent + received) / 2;
    return {
      offsetMs: server.ms + server.resolutionMs - middle,
      errorMs: (received - sent) / 2 + server.resolutionMs,
    };
  }
}

/** RFC 3339, zone and all: Date.parse alone finds a year in `Not found 404`. */
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d+))?(?:Z|[+-]\d\d:\d\d)$/;

/** The server's time, and half its resolution: what is not written is cut off. A Date header ends at the second. */
function serverTime(body: string, date: string | null): { ms: number; resolutionMs: number } | undefined {
  const parts = dateTime.exec(body.trim());
  const iso = parts === null ? NaN : Date.parse(parts[0]);
  // Dates here resolve no finer than a millisecond.
  if (!Number.isNaN(iso)) return { ms: iso, resolutionMs: 500 / 10 ** Math.min(3, parts?.[1]?.length ?? 0) };
  const header = Date.parse(date ?? '');
  return Number.isNaN(header) ? undefined : { ms: header, resolutionMs: 500 };
}
