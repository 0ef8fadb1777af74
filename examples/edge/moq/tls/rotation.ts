/** The certificate in use, and the one after it: told in advance, so that no viewer holds an old hash only. */
import type { Timetable } from '../timetable.js';
import { selfSigned, type Certificate } from './certificate.js';

const hourMs = 3_600_000;
/** The next one is made and told of so long before the current one ends, and used after half of it. */
const overlapMs = 48 * hourMs;

export class CertificateRotation {
  readonly #agenda: Timetable;
  readonly #names: readonly string[];
  readonly #use: (certificate: Certificate) => void;
  #current: Certificate;
  #next: Certificate | undefined;
  #cancel: () => void;

  /** @param use called with each one when its time has come; the first is `current` already */
  constructor(agenda: Timetable, names: readonly string[], use: (certificate: Certificate) => void) {
    this.#agenda = agenda;
    this.#names = names;
    this.#use = use;
    this.#current = selfSigned(names, agenda.now());
    this.#cancel = this.#schedule();
  }

  get current(): Certificate {
    return this.#current;
  }

  /** Of the current one, and of the next where there is one. */
  get hashes(): readonly string[] {
    return this.#next ? [this.#current.hash, this.#next.hash] : [this.#current.hash];
  }

  close(): void {
    this.#cancel();
  }

  #schedule(): () => void {
    return this.#agenda.at(this.#current.notAfter - overlapMs, () => {
      const next = selfSigned(this.#names, this.#agenda.now());
      this.#next = next;
      this.#cancel = this.#agenda.at(this.#current.notAfter - overlapMs / 2, () => {
        this.#current = next;
        this.#next = undefined;
        this.#use(next);
        this.#cancel = this.#schedule();
      });
    });
  }
}
