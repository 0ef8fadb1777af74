import type { Environment, Logger } from '../base/index.js';
import { loadEvent } from './load-event.js';
import type { LoadRequest } from './load-event.js';
import type { EventModel } from './model.js';
import type { RequestSeam } from './requests.js';
import type { Get } from './source-kind.js';
import type { MeasuredClock } from './viewer-clock.js';

export interface ReaderServices {
  readonly environment: Environment;
  readonly log: Logger;
  readonly languages: readonly string[];
  readonly seam: RequestSeam;
  readonly clock: MeasuredClock;
}

/** Reads what one load needs besides media: the descriptor, again after its ttl, and the clock. */
export class Reader {
  readonly #services: ReaderServices;
  readonly #abort: AbortSignal;

  constructor(services: ReaderServices, abort: AbortSignal) {
    this.#services = services;
    this.#abort = abort;
  }

  /** A request of the session's own, through the seam. */
  readonly get: Get = async (url, init) => {
    const { environment, seam } = this.#services;
    const prepared = await seam.prepare('', 'session', { url, ...init }, 'descriptor', false);
    return environment.fetch(prepared.url, {
      method: prepared.method,
      headers: prepared.headers,
      signal: this.#abort,
    });
  };

  read(request: LoadRequest): Promise<EventModel> {
    const { log, languages } = this.#services;
    return loadEvent(request, { get: this.get, languages, warn: (message) => log.warn(message) });
  }

  async keepClock(url: string | undefined): Promise<void> {
    if (url === undefined) return;
    const { clock, seam, log } = this.#services;
    try {
      await clock.synchronise(
        url,
        (address) => seam.prepare('', 'session', { url: address }, 'clock', false),
        this.#abort,
      );
    } catch (error) {
      if (!this.#abort.aborted)
        log.warn('session: the clock server did not answer; latency is a guess', error);
    }
  }

  /** Reads the descriptor again after its ttl, with what it says then; a failed reading keeps the old one. */
  keepFresh(request: LoadRequest, ttlMs: number | undefined, onModel: (model: EventModel) => void): void {
    if (ttlMs === undefined || 'descriptor' in request) return;
    const { environment, log } = this.#services;
    const again = async () => {
      let next = ttlMs;
      try {
        const model = await this.read(request);
        if (this.#abort.aborted) return;
        onModel(model);
        if (model.ttlMs === undefined) return;
        next = model.ttlMs;
      } catch (error) {
        if (this.#abort.aborted) return;
        log.warn('session: the descriptor could not be read again; the old one stays', error);
      }
      this.keepFresh(request, next, onModel);
    };
    const cancel = environment.setTimer(() => {
      this.#abort.removeEventListener('abort', cancel);
      void again();
    }, ttlMs);
    this.#abort.addEventListener('abort', cancel, { once: true });
  }
}
