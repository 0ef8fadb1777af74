import type { Environment } from '../base/index.js';
import type { Screening } from './screening.js';

const tickMs = 500;
/** Nearer to the target than this, the rate is left alone: every change costs the sound a little. */
const deadBandMs = 150;
/** The lag at which the rate is at its limit. */
const fullLagMs = 1000;
/** Beyond this, catching up by rate would take minutes: skip. */
const skipMs = 8000;
const fastest = 0.1;
const slowest = 0.05;

/** The playback rate that closes a lag (ms behind the target; negative is ahead): 0.95 to 1.1, in steps of 0.01. */
export function paceFor(lagMs: number): number {
  if (Math.abs(lagMs) < deadBandMs) return 1;
  const share = Math.max(-1, Math.min(1, lagMs / fullLagMs));
  return 1 + Math.round((share > 0 ? share * fastest : share * slowest) * 100) / 100;
}

export interface PacerInputs {
  /** The viewer wants to be live, moving, at the normal rate. */
  readonly wantsPace: () => boolean;
  /** The rate the viewer chose, for when there is nothing to pace. */
  readonly chosenRate: () => number;
}

/** The one owner of the playback rate: holds a live feed at its target latency, in both directions. */
export function pace(
  screening: Screening,
  inputs: PacerInputs,
  environment: Environment,
  abort: AbortSignal,
): void {
  let cancel = () => {};
  let skipping = false;
  abort.addEventListener('abort', () => cancel(), { once: true });
  const set = (rate: number) => {
    if (screening.media.playbackRate !== rate) screening.media.playbackRate = rate;
  };
  const tick = () => {
    const lag = inputs.wantsPace() ? screening.feed.behindTargetMs?.() : undefined;
    if (lag === undefined) set(inputs.chosenRate());
    else if (lag > skipMs) {
      set(1);
      if (!skipping) void screening.feed.seekToLive();
    } else set(paceFor(lag));
    skipping = lag !== undefined && lag > skipMs;
    cancel = environment.setTimer(tick, tickMs);
  };
  tick();
}
