import type { DeckRange, DeckTime, ReadyState } from '../contract.js';
import { rangeAt } from '../window/index.js';

/** Milliseconds ahead of the clock that make HAVE_ENOUGH_DATA: live buffers hold little more. */
export const enoughMs = 1000;

export interface Readiness {
  readonly configured: boolean;
  /** The picture of the clock's time is on screen, or would be if there was one. */
  readonly shown: boolean;
  readonly time: DeckTime;
  readonly playable: readonly DeckRange[];
  /** Milliseconds of one picture, or a little more. */
  readonly step: number;
  readonly ended: boolean;
  /** Milliseconds of a hole that is passed over. */
  readonly bridge: number;
}

/** HTMLMediaElement's readyState (HTML Living Standard, 4.8.11.7). */
export function readyStateOf(now: Readiness): ReadyState {
  if (!now.configured) return 0;
  if (!now.shown) return 1;
  const range = rangeAt(now.playable, now.time, now.bridge);
  const last = now.playable.at(-1);
  const atEnd = now.ended && (last === undefined || range === last || now.time >= last.to);
  if (atEnd) return 4;
  const ahead = range === undefined ? 0 : range.to - now.time;
  if (ahead <= now.step) return 2;
  return ahead >= enoughMs ? 4 : 3;
}
