/** Milliseconds of so many ticks, rounded once. */
export function ticksToMs(ticks: bigint, timescale: number): number {
  return msClock(ticks, timescale)(0);
}

/**
 * Counts milliseconds from an origin in ticks: `clock(n)` is the time of `origin + n`. The same tick is the same
 * milliseconds from whatever origin it is counted, and nothing adds up: 64-bit ticks are split into whole seconds first.
 */
export function msClock(origin: bigint, timescale: number): (ticks: number) => number {
  const scale = BigInt(timescale);
  const rest = Number(((origin % scale) + scale) % scale);
  const seconds = Number((origin - BigInt(rest)) / scale);
  return (ticks) => {
    const sum = rest + ticks;
    const more = Math.floor(sum / timescale);
    return (seconds + more) * 1000 + ((sum - more * timescale) * 1000) / timescale;
  };
}

/** Ticks that a table has as 64 bits, as a number; undefined where it would not be exact. */
export function exactTicks(ticks: bigint): number | undefined {
  const number = Number(ticks);
  return Number.isSafeInteger(number) ? number : undefined;
}
