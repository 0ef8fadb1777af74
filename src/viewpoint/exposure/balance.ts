import type { Vector3 } from '../camera/index.js';
import type { Ratio } from './ratio.js';

/** What was measured between two cameras, by their place in a list. */
export interface Link {
  readonly a: number;
  readonly b: number;
  readonly ratio: Ratio;
}

const sweeps = 200;

/**
 * Exposures that fit all ratios best, logarithms of red, green and blue; about 0 on average. Least squares by Gauss-Seidel, each
 * ratio by its doubt, as for panoramas (Brown and Lowe, IJCV 2007, 6).
 */
export function balance(count: number, links: readonly Link[]): readonly Vector3[] {
  const exposures = Array.from({ length: count }, (): [number, number, number] => [0, 0, 0]);
  const beside = exposures.map((_, at) => links.filter(({ a, b }) => a === at || b === at));
  for (let sweep = 0; sweep < sweeps; sweep += 1)
    for (const [at, own] of exposures.entries())
      for (const channel of [0, 1, 2] as const) {
        let [sum, weights] = [0, 0];
        for (const { a, b, ratio } of beside[at] ?? []) {
          const other = exposures[a === at ? b : a]?.[channel] ?? 0;
          const weight = 1 / ratio.doubt ** 2;
          sum += weight * (other + (a === at ? 1 : -1) * likely(ratio.log[channel], ratio.doubt));
          weights += weight;
        }
        if (weights > 0) own[channel] = sum / weights;
      }
  // Ratios leave open what all have in common.
  const mean = (channel: 0 | 1 | 2): number =>
    exposures.reduce((sum, own) => sum + own[channel], 0) / Math.max(1, count);
  const [red, green, blue] = [mean(0), mean(1), mean(2)];
  return exposures.map((own): Vector3 => [own[0] - red, own[1] - green, own[2] - blue]);
}

/** A ratio within its doubt is likelier to be none: most cameras are set alike (Wiener's filter). */
const likely = (log: number, doubt: number): number => (log * log * log) / (log * log + doubt * doubt);
