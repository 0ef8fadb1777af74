/**
 * What the player needs from the world, injected so that storms, reclaims and random walks replay from a seed in tests.
 */
export interface Environment {
  /** Monotonic milliseconds, the time origin of `performance.now()` and of requestVideoFrameCallback. */
  monotonic(): number;
  /** This device's own wall clock, ms since the epoch. Possibly wrong: use the viewer clock for latency and rights. */
  wallClock(): number;
  /** Runs the callback once after `milliseconds`; the returned function cancels it. */
  setTimer(callback: () => void, milliseconds: number): () => void;
  /** Uniform in [0, 1). */
  random(): number;
  fetch(input: string, init?: RequestInit): Promise<Response>;
}

export const browserEnvironment: Environment = {
  monotonic: () => performance.now(),
  wallClock: () => Date.now(),
  setTimer: (callback, milliseconds) => {
    const id = setTimeout(callback, milliseconds);
    return () => clearTimeout(id);
  },
  random: () => Math.random(),
  fetch: (input, init) => fetch(input, init),
};
