/** Interpolation that neither pops nor overshoots. Times in seconds. */

export interface Key {
  readonly time: number;
  readonly vector: readonly number[];
}

/** Position and its first two derivatives at one end of a span. */
export interface EndState {
  readonly value: number;
  readonly rate: number;
  readonly acceleration: number;
}

/** The quintic that meets both ends in value, rate and acceleration; `s` seconds after the first, spans of `length`. */
export function quintic(from: EndState, to: EndState, length: number, s: number): number {
  const u = s / length;
  const u2 = u * u;
  const u3 = u2 * u;
  const u4 = u3 * u;
  const u5 = u4 * u;
  return (
    from.value * (1 - 10 * u3 + 15 * u4 - 6 * u5) +
    from.rate * length * (u - 6 * u3 + 8 * u4 - 3 * u5) +
    from.acceleration * length * length * 0.5 * (u2 - 3 * u3 + 3 * u4 - u5) +
    to.value * (10 * u3 - 15 * u4 + 6 * u5) +
    to.rate * length * (-4 * u3 + 7 * u4 - 3 * u5) +
    to.acceleration * length * length * 0.5 * (u3 - 2 * u4 + u5)
  );
}

/** 0 before, 1 after, smooth to the second derivative between. */
export function smooth(from: number, to: number, time: number): number {
  const u = Math.max(0, Math.min(1, (time - from) / (to - from)));
  return u * u * u * (u * (u * 6 - 15) + 10);
}

/** Slope at the middle of three points that keeps a cubic from overshooting (Fritsch and Butland 1984). */
function gentleSlope(
  before: number,
  at: number,
  after: number,
  spanBefore: number,
  spanAfter: number,
): number {
  const left = (at - before) / spanBefore;
  const right = (after - at) / spanAfter;
  if (left * right <= 0) return 0;
  const weight = (spanBefore + 2 * spanAfter) / (3 * (spanBefore + spanAfter));
  return (left * right) / (weight * right + (1 - weight) * left);
}

/** A loop through keys of equal length in time order, `period` seconds long, smooth in value and rate. */
export function periodicCurve(keys: readonly Key[], period: number): (time: number) => number[] {
  if (keys.length < 3) throw new Error(`A loop needs three keys at least, not ${keys.length}.`);
  const key = (index: number): Key => {
    const turns = Math.floor(index / keys.length);
    const found = keys[index - turns * keys.length];
    if (!found) throw new Error(`There is no key ${index}.`);
    return { time: found.time + turns * period, vector: found.vector };
  };
  const slope = (index: number, channel: number): number => {
    const [a, b, c] = [key(index - 1), key(index), key(index + 1)];
    return gentleSlope(
      a.vector[channel] ?? 0,
      b.vector[channel] ?? 0,
      c.vector[channel] ?? 0,
      b.time - a.time,
      c.time - b.time,
    );
  };
  return (time) => {
    const first = key(0).time;
    const wrapped = time - Math.floor((time - first) / period) * period;
    let index = 0;
    while (index + 1 < keys.length && key(index + 1).time <= wrapped) index++;
    const [from, to] = [key(index), key(index + 1)];
    const length = to.time - from.time;
    const u = (wrapped - from.time) / length;
    return from.vector.map((start, channel) => {
      const end = to.vector[channel] ?? 0;
      const [m0, m1] = [slope(index, channel) * length, slope(index + 1, channel) * length];
      const [u2, u3] = [u * u, u * u * u];
      return (
        start * (2 * u3 - 3 * u2 + 1) + m0 * (u3 - 2 * u2 + u) + end * (3 * u2 - 2 * u3) + m1 * (u3 - u2)
      );
    });
  };
}
