import { watch } from '../base/index.js';
import type { Environment, ReadonlySignal } from '../base/index.js';
import type { Screening } from './screening.js';

/** How finely the rate of what is playing can be held, and when catching up gives way to a skip. */
export interface Grip {
  readonly tickMs: number;
  /** Nearer to the target than this, the rate is left alone. */
  readonly deadBandMs: number;
  /** The lag at which the rate is at its limit. */
  readonly fullLagMs: number;
  readonly fastest: number;
  readonly slowest: number;
  /** Steps of the rate. */
  readonly step: number;
  /** Beyond this, catching up by rate would take too long to be worth it: skip. */
  readonly skipMs: number;
}

/** A media element: every change costs its sound a little, and what it says of its position is coarse. */
export const elementGrip: Grip = {
  tickMs: 500,
  deadBandMs: 150,
  fullLagMs: 1000,
  fastest: 1.1,
  slowest: 0.95,
  step: 0.01,
  skipMs: 8000,
};

/** Our own decks: the clock is exact and the sound keeps its pitch, so a lag of 50 ms is closed within a few seconds, unheard. */
export const deckGrip: Grip = {
  tickMs: 250,
  deadBandMs: 10,
  fullLagMs: 100,
  fastest: 1.05,
  slowest: 0.95,
  step: 0.001,
  skipMs: 3000,
};

/** The playback rate that closes a lag (ms behind the target; negative is ahead). */
export function paceFor(lagMs: number, grip: Grip): number {
  if (Math.abs(lagMs) < grip.deadBandMs) return 1;
  const share = Math.max(-1, Math.min(1, lagMs / grip.fullLagMs));
  const change = share > 0 ? share * (grip.fastest - 1) : share * (1 - grip.slowest);
  return Math.round((1 + change) / grip.step) * grip.step;
}

export interface PacerInputs {
  /** The viewer wants to be live, moving, at the normal rate. */
  readonly wantsPace: () => boolean;
  /** The rate the viewer chose, for when there is nothing to pace; it counts at once. */
  readonly chosenRate: ReadonlySignal<number>;
}

/** The one owner of the playback rate: holds a live feed at its target latency, in both directions. */
export function pace(
  screening: Screening,
  inputs: PacerInputs,
  environment: Environment,
  abort: AbortSignal,
): void {
  const grip = screening.feed.delivery.kind === 'samples' ? deckGrip : elementGrip;
  let cancel = () => {};
  let skipping = false;
  abort.addEventListener('abort', () => cancel(), { once: true });
  const set = (rate: number) => {
    if (screening.media.playbackRate !== rate) screening.media.playbackRate = rate;
  };
  const tick = () => {
    cancel();
    const lag = inputs.wantsPace() ? screening.feed.behindTargetMs?.() : undefined;
    if (lag === undefined) set(inputs.chosenRate.peek());
    else if (lag > grip.skipMs) {
      set(1);
      // A feed that ends meanwhile is told of by its failure.
      if (!skipping) screening.feed.seekToLive().catch(() => {});
    } else set(paceFor(lag, grip));
    skipping = lag !== undefined && lag > grip.skipMs;
    cancel = environment.setTimer(tick, grip.tickMs);
  };
  watch(inputs.chosenRate, abort, tick);
}
