import { signal } from '../../base/index.js';
import type { OlympicPlayerError } from '../../base/index.js';
import type { DeckFrame, DeckRange, ReadyState } from '../contract.js';

/** What a deck tells the world; its parts write it. */
export class DeckState {
  readonly paused = signal(true);
  readonly seeking = signal(false);
  readonly starving = signal(false);
  readonly ended = signal(false);
  readonly audible = signal(false);
  readonly rate = signal(1);
  readonly readyState = signal<ReadyState>(0);
  readonly buffered = signal<readonly DeckRange[]>([]);
  readonly frame = signal<DeckFrame | undefined>(undefined);
  readonly failure = signal<OlympicPlayerError | undefined>(undefined);

  get wantsToMove(): boolean {
    return !this.paused.peek() && this.rate.peek() !== 0 && this.failure.peek() === undefined;
  }
}
