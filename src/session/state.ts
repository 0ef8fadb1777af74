import type { OlympicPlayerError } from '../base/index.js';
import type { Phase } from './director.js';
import type { Screening } from './screening.js';
import type { PlayerState } from './types.js';

export interface StateInputs {
  readonly loading: boolean;
  readonly loaded: boolean;
  readonly error: OlympicPlayerError | undefined;
  readonly paused: boolean;
  readonly phase: Phase;
  readonly shown: Screening | undefined;
  readonly incoming: Screening | undefined;
  readonly stalled: boolean;
}

/** The one word for what the player is doing. Worst news first. */
export function playerState(inputs: StateInputs): PlayerState {
  const { shown, incoming, phase } = inputs;
  if (inputs.error?.fatal === true) return 'failed';
  if (inputs.loading) return 'negotiating';
  if (!inputs.loaded) return 'empty';
  if (phase === 'recovering') return 'recovering';
  if (phase === 'connecting')
    return incoming?.feed.state.health.value === 'waiting-for-key-frame'
      ? 'waiting-for-key-frame'
      : 'connecting';
  if (shown?.blocked.value === true) return 'blocked';
  if (shown?.feed.state.health.value === 'ended') return 'ended';
  if (inputs.paused) return 'paused';
  if (shown === undefined) return 'connecting';
  return inputs.stalled ? 'stalled' : 'playing';
}
