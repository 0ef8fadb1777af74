/** How often a candidate may be tried: one budget for all, and a growing pause for each that failed. */

/** Connects a minute, over all candidates: a player that cannot play must not become a load on the servers. */
const connectsPerMinute = 20;
const firstPauseMs = 1000;
const longestPauseMs = 30_000;
/** A connection that held this long was good: its next failure starts a new count. */
const provenMs = 10_000;

interface History {
  readonly failures: number;
  readonly restUntil: number;
}

/**
 * The recovery ladder's memory (retry, reconnect, next candidate, fallback angle, error). Pure but for the injected
 * randomness: full jitter on half the pause, so that a million players never return in the same second.
 */
export class Ladder {
  readonly #random: () => number;
  readonly #histories = new Map<string, History>();
  #connects: number[] = [];

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Whether the minute's budget has room; counts the attempt when it does. */
  mayConnect(now: number): boolean {
    this.#connects = this.#connects.filter((at) => now - at < 60_000);
    if (this.#connects.length >= connectsPerMinute) return false;
    this.#connects.push(now);
    return true;
  }

  /** When the budget has room again, ms from now; 0 when it has. */
  budgetWaitMs(now: number): number {
    const recent = this.#connects.filter((at) => now - at < 60_000);
    return recent.length < connectsPerMinute ? 0 : 60_000 - (now - (recent[0] ?? now));
  }

  /** True while the candidate rests after its failures. */
  resting(key: string, now: number): boolean {
    return (this.#histories.get(key)?.restUntil ?? -Infinity) > now;
  }

  failed(key: string, now: number, retryAfterMs: number | undefined): void {
    const failures = (this.#histories.get(key)?.failures ?? 0) + 1;
    const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1));
    const jittered = pause * (0.5 + this.#random() / 2);
    this.#histories.set(key, { failures, restUntil: now + Math.max(jittered, retryAfterMs ?? 0) });
  }

  /** A candidate that played for a while is forgiven. */
  played(key: string, milliseconds: number): void {
    if (milliseconds >= provenMs) this.#histories.delete(key);
  }

  /** The soonest any of these may be tried again, ms from now. */
  waitMs(keys: readonly string[], now: number): number {
    const waits = keys.map((key) => Math.max(0, (this.#histories.get(key)?.restUntil ?? now) - now));
    return Math.max(Math.min(...waits), this.budgetWaitMs(now));
  }

  forget(): void {
    this.#histories.clear();
  }
}

/**
 * The order in which to try candidates after `failed` broke: itself first where a reconnect makes sense, then those ranked
 * below it, then those above it.
 */
export function recoveryOrder<T extends { readonly key: string }>(
  ranked: readonly T[],
  failedKey: string | undefined,
  reconnect: boolean,
): readonly T[] {
  const index = ranked.findIndex(({ key }) => key === failedKey);
  if (index < 0) return ranked;
  const itself = ranked.slice(index, index + 1);
  const others = [...ranked.slice(index + 1), ...ranked.slice(0, index)];
  return reconnect ? [...itself, ...others] : [...others, ...itself];
}
