/** Turns a median absolute deviation into the standard deviation of what is normally distributed. */
export const madToSigma = 1.4826;

/** The lower of the middle two where the count is even; NaN of nothing. */
export function median(values: Iterable<number>): number {
  return quantile(values, 0.5);
}

/** The value below which a part (0 to 1) of the others lies; NaN of nothing. */
export function quantile(values: Iterable<number>, part: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor((sorted.length - 1) * part)] ?? NaN;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
