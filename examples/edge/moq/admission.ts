/** Who gets a session: limits, tokens, and the faults that act on requests. */
import { setTimeout as wait } from 'node:timers/promises';
import type { FaultKind, Faults } from '../contract.js';
import type { Target } from './target.js';
import type { Visit } from './visit.js';

/** @returns whether whoever brings `token` (undefined: none) may watch `angle` (undefined: all of them) */
export type Authorize = (token: string | undefined, angle: string | undefined) => boolean;

export interface AdmissionInput {
  readonly faults: Faults;
  readonly angles: readonly string[];
  readonly authorize: Authorize;
  /** Whether there is room for one more. */
  readonly room: () => boolean;
}

/** Seconds after which a viewer may try again. */
const retryAfterS = '1';

/** Faults on single angles do not concern a session for all of them; on everything, they do. */
const everything = '*';

export class Admission {
  readonly #input: AdmissionInput;
  readonly #closing = new AbortController();

  constructor(input: AdmissionInput) {
    this.#input = input;
  }

  /**
   * Treats a request as the faults in force and the rules demand.
   * @returns whether a session may be opened; when not, the request has had its answer
   */
  async admit(visit: Visit, target: Target | undefined): Promise<boolean> {
    const { authorize, angles, room } = this.#input;
    if (!target || (target.angle !== undefined && !angles.includes(target.angle)))
      return this.#refuse(visit, 404);
    const { angle, token } = target;
    const find = (kind: FaultKind) => this.#find(kind, angle);
    if (find('cut') || find('refuse')) {
      visit.reset();
      return false;
    }
    const delay = find('delay');
    if (delay) await this.#sleep(delay.value, visit.signal);
    if (find('unauthorized') || !authorize(token, angle))
      return this.#refuse(visit, 401, { 'www-authenticate': 'Bearer' });
    if (find('notfound')) return this.#refuse(visit, 404);
    if (find('unavailable') || !room()) return this.#refuse(visit, 503, { 'retry-after': retryAfterS });
    if (!find('hang')) return !visit.signal.aborted && !this.#closing.signal.aborted;
    await this.#whileHanging(angle, visit.signal);
    visit.reset();
    return false;
  }

  /** Why an angle is not given within a session for all of them; undefined when it is. */
  denial(angle: string): string | undefined {
    const kinds: readonly FaultKind[] = ['refuse', 'unauthorized', 'notfound', 'unavailable', 'hang', 'cut'];
    const kind = kinds.find((one) => this.#find(one, angle));
    return kind && `A fault says so: ${kind}.`;
  }

  /** Lets go of whoever still waits. */
  close(): void {
    this.#closing.abort();
  }

  #find(kind: FaultKind, angle = everything) {
    return this.#input.faults.find(kind, angle, 'moq');
  }

  async #refuse(visit: Visit, status: number, headers?: Readonly<Record<string, string>>): Promise<false> {
    // A viewer who has left needs no answer.
    await visit.refuse(status, headers).catch(() => {});
    return false;
  }

  async #sleep(ms: number, gone: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([gone, this.#closing.signal]);
    await wait(ms, undefined, { signal }).catch(() => {});
  }

  #whileHanging(angle: string | undefined, gone: AbortSignal): Promise<void> {
    const ends = AbortSignal.any([gone, this.#closing.signal]);
    return new Promise((resolve) => {
      const done = () => {
        unsubscribe();
        ends.removeEventListener('abort', done);
        resolve();
      };
      const unsubscribe = this.#input.faults.subscribe(() => {
        if (!this.#find('hang', angle)) done();
      });
      if (ends.aborted) done();
      else ends.addEventListener('abort', done);
    });
  }
}
