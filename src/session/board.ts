import { signal } from '../base/index.js';
import type { ReadonlySignal } from '../base/index.js';
import type { Option } from './negotiate.js';
import type { Candidate, Negotiation, Verdict } from './types.js';

/** Owner of `player.negotiation`: the options of the angle in play and what became of each. */
export class Board {
  readonly #negotiation = signal<Negotiation>({ chosen: null, candidates: [], startedAt: 0 });
  #entries = new Map<string, Candidate>();
  #chosen: string | undefined;
  #startedAt = 0;

  get negotiation(): ReadonlySignal<Negotiation> {
    return this.#negotiation;
  }

  candidate(key: string): Candidate | undefined {
    return this.#entries.get(key);
  }

  /**
   * A new decision. What earlier decisions of this load learnt about the same candidates is kept. Returns what brings the
   * former decision back, for when this one comes to nothing and the former picture stays.
   */
  open(options: readonly Option[], startedAt: number): () => void {
    const known = this.#entries;
    const former = { chosen: this.#chosen, startedAt: this.#startedAt };
    this.#entries = new Map(options.map(({ key, candidate }) => [key, renewed(known.get(key), candidate)]));
    this.#startedAt = startedAt;
    this.#chosen = undefined;
    this.#publish();
    return () => {
      this.#entries = known;
      this.#chosen = former.chosen;
      this.#startedAt = former.startedAt;
      this.#publish();
    };
  }

  /** Adds the options of a fallback angle to the decision under way. */
  extend(options: readonly Option[]): void {
    for (const { key, candidate } of options) if (!this.#entries.has(key)) this.#entries.set(key, candidate);
    this.#publish();
  }

  failed(key: string, reason: string, elapsedMs: number): void {
    if (this.#chosen === key) this.#chosen = undefined;
    this.#set(key, 'failed', reason, elapsedMs);
    this.#publish();
  }

  chosen(key: string, reason: string, elapsedMs: number, agreed: string): void {
    this.#chosen = key;
    this.#set(key, 'chosen', reason, elapsedMs, agreed);
    for (const [other, candidate] of this.#entries) {
      if (other === key || candidate.verdict === 'failed' || candidate.verdict === 'refused') continue;
      this.#set(other, 'standby', 'ranked-behind-chosen', candidate.elapsedMs);
    }
    this.#publish();
  }

  #set(key: string, verdict: Verdict, reason: string, elapsedMs: number | null, agreed?: string): void {
    const candidate = this.#entries.get(key);
    if (candidate === undefined) return;
    this.#entries.set(key, { ...candidate, verdict, reason, elapsedMs, agreed: agreed ?? candidate.agreed });
  }

  #publish(): void {
    this.#negotiation.value = {
      chosen: this.#chosen === undefined ? null : (this.#entries.get(this.#chosen) ?? null),
      candidates: [...this.#entries.values()],
      startedAt: this.#startedAt,
    };
  }
}

/** A candidate at the start of a new decision: the page may have changed its wishes, and nothing is chosen yet. */
function renewed(known: Candidate | undefined, now: Candidate): Candidate {
  if (known === undefined || known.verdict === 'refused' || now.verdict === 'refused') return now;
  if (known.verdict === 'standby') return now;
  return known.verdict === 'chosen' ? { ...known, verdict: 'standby', reason: 'chosen-before' } : known;
}
