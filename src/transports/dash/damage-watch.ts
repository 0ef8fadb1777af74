import type { PlaylistController } from '@videojs/http-streaming';
import type { Environment, Logger } from '../../base/index.js';
import type { DeckHandle } from '../../media/index.js';
import { leaveRendition } from './renditions.js';

/** The deck is asked this often what it could not decode, ms: a rendition should be left within a segment or two. */
const lookMs = 500;
/** So many damaged segments in a row, with no other rendition to go to, are a source that cannot be played. */
const mostDamaged = 3;

export interface DamageWatchOptions {
  readonly environment: Environment;
  readonly controller: PlaylistController;
  readonly deck: DeckHandle;
  readonly log: Logger;
  /** There is nothing else to go on with. */
  onHopeless(): void;
}

/**
 * Has VHS leave a rendition whose media is damaged. VHS looks at nothing but whether an append went well, and what is
 * appended well may still not decode.
 */
export class DamageWatch {
  readonly #options: DamageWatchOptions;
  #lost = 0;
  #damaged = 0;
  #isFresh = false;
  #cancelLook = (): void => {};
  #cancelLeave = (): void => {};
  #closed = false;

  constructor(options: DamageWatchOptions) {
    this.#options = options;
    this.#lookLater();
  }

  /** A segment of the pictures could not be read. */
  malformed(rendition: string): void {
    this.#damaged += 1;
    this.#isFresh = true;
    // VHS is in the middle of the append: it hears of this when that is over.
    this.#cancelLeave();
    this.#cancelLeave = this.#options.environment.setTimer(() => {
      if (!this.#leave(rendition) && this.#damaged >= mostDamaged) this.#options.onHopeless();
    }, 0);
  }

  /** A segment of the pictures has been appended, damaged or not. */
  appended(): void {
    if (!this.#isFresh) this.#damaged = 0;
    this.#isFresh = false;
  }

  close(): void {
    this.#closed = true;
    this.#cancelLook();
    this.#cancelLeave();
  }

  #lookLater(): void {
    if (!this.#closed) this.#cancelLook = this.#options.environment.setTimer(() => void this.#look(), lookMs);
  }

  async #look(): Promise<void> {
    const { deck } = this.#options;
    try {
      const { samplesLost } = await deck.stats();
      const rendition = deck.frame.peek()?.rendition;
      if (samplesLost > this.#lost && rendition !== undefined && !this.#closed) this.#leave(rendition);
      this.#lost = samplesLost;
    } catch {
      // The deck was closed meanwhile.
      return;
    }
    this.#lookLater();
  }

  #leave(rendition: string): boolean {
    const { controller, environment, log } = this.#options;
    const left = leaveRendition(controller, rendition, environment.wallClock());
    if (left) log.warn('dash: leaving a rendition that is damaged', rendition);
    return left;
  }
}
