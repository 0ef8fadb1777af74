import Hls from 'hls.js';
import type { HlsConfig } from 'hls.js';

type StockController = NonNullable<HlsConfig['abrController']>;

/** The nearest rendition below one that was left, else above it; itself where all were. */
export function insteadOf(level: number, left: ReadonlySet<number>, count: number): number {
  if (!left.has(level)) return level;
  const levels = Array.from({ length: count }, (_, index) => index).filter((index) => !left.has(index));
  return levels.findLast((index) => index < level) ?? levels[0] ?? level;
}

/**
 * hls.js's own choice of rendition, but never one that was left because it cannot be decoded. The stock controller forgets a
 * rendition's errors as soon as one more of its segments is buffered, and one may have been on its way.
 */
export function avoidingAbrController(left: ReadonlySet<number>): StockController {
  const Stock = Hls.DefaultConfig.abrController;
  return class AvoidingAbrController extends Stock {
    override get nextAutoLevel(): number {
      return insteadOf(super.nextAutoLevel, left, this.hls.levels.length);
    }

    override set nextAutoLevel(level: number) {
      super.nextAutoLevel = level;
    }
  };
}
