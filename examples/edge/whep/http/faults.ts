/** What faults do to requests for an angle, before anything of ours looks at them. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { FaultKind, Faults } from '../../contract.js';
import { reset } from '../../http/exchange.js';
import { Problem } from '../../http/problem.js';

/** Seconds after which a client may try again. */
const retryAfterS = '1';

export class FaultyRequests {
  readonly #faults: Faults;
  readonly #hanging = new Map<ServerResponse, string>();
  readonly #closing = new AbortController();
  readonly #unsubscribe: () => void;

  constructor(faults: Faults) {
    this.#faults = faults;
    this.#unsubscribe = faults.subscribe(() => this.#release());
  }

  /**
   * Treats a request as the faults in force demand.
   * @returns true when the request is done with: reset, or left hanging until the fault ends
   * @throws Problem 401, 404, 503
   */
  async intercept(angle: string, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const find = (kind: FaultKind) => this.#faults.find(kind, angle, 'whep');
    if (find('cut') || find('refuse')) {
      reset({ request });
      return true;
    }
    if (find('hang')) {
      this.#hanging.set(response, angle);
      response.once('close', () => this.#hanging.delete(response));
      return true;
    }
    const delay = find('delay');
    if (delay) await wait(delay.value, undefined, { signal: this.#closing.signal });
    if (find('unauthorized'))
      throw new Problem(401, `Fault: nobody may watch "${angle}" now.`, { 'WWW-Authenticate': 'Bearer' });
    if (find('notfound')) throw new Problem(404, `Fault: there is no angle "${angle}" now.`);
    if (find('unavailable'))
      throw new Problem(503, 'Fault: the server is overloaded now.', { 'Retry-After': retryAfterS });
    return false;
  }

  /** Resets whoever still waits. */
  close(): void {
    this.#unsubscribe();
    this.#closing.abort();
    for (const response of this.#hanging.keys()) response.destroy();
  }

  #release(): void {
    for (const [response, angle] of this.#hanging)
      if (!this.#faults.find('hang', angle, 'whep')) response.destroy();
  }
}
