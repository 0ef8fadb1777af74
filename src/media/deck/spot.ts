import { deckTime } from '../contract.js';
import type { DeckTime, Sample } from '../contract.js';
import { bridgeMs } from '../video/index.js';
import { timeTolerance } from '../window/index.js';
import type { TrackWindow } from '../window/index.js';

/** What a track has at a time. */
export type Spot =
  | { readonly kind: 'here'; readonly sample: Sample }
  /** A hole that is passed over, and where it ends. */
  | { readonly kind: 'over'; readonly to: DeckTime }
  | { readonly kind: 'end' }
  | { readonly kind: 'nothing' };

const end: Spot = { kind: 'end' };
const nothing: Spot = { kind: 'nothing' };

export const endOf = ({ time, duration }: Sample): DeckTime => deckTime(time + duration);

/** What is at a time for who goes forward; `ended` when nothing will be appended for now. */
export function spotAt(window: TrackWindow, time: DeckTime, ended: boolean): Spot {
  const sample = window.at(time);
  if (sample !== undefined && sample.time <= time + timeTolerance) return { kind: 'here', sample };
  const gap = window.gapAt(time);
  if (sample !== undefined && sample.time <= (gap?.to ?? time) + bridgeMs)
    return { kind: 'over', to: sample.time };
  if (gap !== undefined && gap.to > time + timeTolerance) return { kind: 'over', to: gap.to };
  return sample === undefined && ended ? end : nothing;
}
