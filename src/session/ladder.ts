/** How often a candidate may be tried: one budget for all, and a growing pause for each that failed. */

/** Connects a minute, over all candidates: a player that cannot play must not become a load on the servers. */
const connectsPerMinute = 20;
const minuteMs = 60_000;
const firstPauseMs = 1000;
const longestPauseMs = 30_000;
/** A connection that held this long was good: its next failure starts a new count. */
const provenMs = 10_000;
/** A server that did not answer for one angle is asked last for the others, for this long. */
const troubledMs = 20_000;

interface History {
  readonly failures: number;
  readonly restUntil: number;
}

/** What the ladder needs to know of a candidate. */
export interface Rung {
  readonly key: string;
  /** The server that answers for it: its candidates share its troubles. */
  readonly host: string;
}

/**
 * The recovery ladder's memory (retry, reconnect, next candidate, fallback angle, error). Pure but for the injected
 * randomness: full jitter on half the pause, so that a million players never return in the same second.
 */
export class Ladder {
  readonly #random: () => number;
  readonly #histories = new Map<string, History>();
  readonly #troubledUntil = new Map<string, number>();
  #connects: number[] = [];

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Whether the minute's budget has room; counts the attempt when it does. */
  mayConnect(now: number): boolean {
    this.#connects = this.#connects.filter((at) => now - at < minuteMs);
    if (this.#connects.length >= connectsPerMinute) return false;
    this.#connects.push(now);
    return true;
  }

  resting({ key }: Rung, now: number): boolean {
    return (this.#histories.get(key)?.restUntil ?? -Infinity) > now;
  }

  troubled({ host }: Rung, now: number): boolean {
    return (this.#troubledUntil.get(host) ?? -Infinity) > now;
  }

  /** `serverWide`: the failure says something about the server, not about this angle alone. */
  failed(
    { key, host }: Rung,
    now: number,
    failure: { serverWide: boolean; retryAfterMs: number | undefined },
  ): void {
    const failures = (this.#histories.get(key)?.failures ?? 0) + 1;
    const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1));
    const jittered = pause * (0.5 + this.#random() / 2);
    this.#histories.set(key, { failures, restUntil: now + Math.max(jittered, failure.retryAfterMs ?? 0) });
    if (failure.serverWide) this.#troubledUntil.set(host, now + troubledMs);
  }

  /** The candidate painted: its server answers. */
  connected({ host }: Rung): void {
    this.#troubledUntil.delete(host);
  }

  /**
   * A candidate broke while it was shown. One that had played for a while is forgiven what came before; true when it may be
   * asked again at once, which is once in a while, not each time it paints and breaks again.
   */
  broke(rung: Rung, now: number, playedMs: number): boolean {
    if (playedMs >= provenMs) this.#histories.delete(rung.key);
    if (this.#histories.has(rung.key)) return false;
    this.failed(rung, now, { serverWide: false, retryAfterMs: undefined });
    return true;
  }

  /** The soonest that any of these may be tried again, ms from now. */
  waitMs(rungs: readonly Rung[], now: number): number {
    const waits = rungs.map(({ key }) => Math.max(0, (this.#histories.get(key)?.restUntil ?? now) - now));
    const recent = this.#connects.filter((at) => now - at < minuteMs);
    const budget = recent.length < connectsPerMinute ? 0 : minuteMs - (now - (recent[0] ?? now));
    return Math.max(waits.length === 0 ? 0 : Math.min(...waits), budget);
  }

  forget(): void {
    this.#histories.clear();
    this.#troubledUntil.clear();
    this.#connects = [];
  }
}

/**
 * The order in which to try candidates after `failed` broke: itself first where a reconnect makes sense, then those ranked
 * below it, then those above it.
 */
export function recoveryOrder<T extends Rung>(
  ranked: readonly T[],
  failedKey: string,
  reconnect: boolean,
): readonly T[] {
  const index = ranked.findIndex(({ key }) => key === failedKey);
  if (index < 0) return ranked;
  const itself = ranked.slice(index, index + 1);
  const others = [...ranked.slice(index + 1), ...ranked.slice(0, index)];
  return reconnect ? [...itself, ...others] : [...others, ...itself];
}
