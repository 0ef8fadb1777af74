import { ErrorDetails, ErrorTypes, Events } from 'hls.js';
import type Hls from 'hls.js';
import type { Logger } from '../../base/index.js';
import type { Deck } from '../../media/index.js';

/**
 * Tells hls.js of samples that could not be decoded, as a media error of the rendition on screen, so that it goes on with
 * another. Containers can be whole while what is in them is not, and nobody else would say so.
 */
export class LossWatch {
  readonly #hls: Hls;
  readonly #deck: Deck;
  readonly #media: EventTarget;
  readonly #log: Logger;
  readonly #left: Set<number>;
  #lost: number;

  /** @param left gets the renditions that were left */
  constructor(hls: Hls, deck: Deck, media: EventTarget, log: Logger, left: Set<number>) {
    this.#left = left;
    this.#hls = hls;
    this.#deck = deck;
    this.#media = media;
    this.#log = log;
    this.#lost = deck.stats().samplesLost;
    media.addEventListener('timeupdate', this.#look);
  }

  close(): void {
    this.#media.removeEventListener('timeupdate', this.#look);
  }

  readonly #look = (): void => {
    const { samplesLost } = this.#deck.stats();
    if (samplesLost === this.#lost) return;
    this.#lost = samplesLost;
    this.#leave(this.#levelNow());
  };

  /** The level of the segment that plays; pictures that failed to decode were of it. */
  #levelNow(): number {
    const shown = Number(this.#deck.frame.peek()?.rendition);
    return Number.isInteger(shown) && this.#hls.levels[shown] !== undefined ? shown : this.#hls.loadLevel;
  }

  /** Once a level: a rendition that was left and taken up again is the last one standing. */
  #leave(level: number): void {
    const hls = this.#hls;
    if (this.#left.has(level) || hls.levels.length - this.#left.size < 2) return;
    this.#left.add(level);
    this.#log.warn('hls: leaving a rendition that cannot be decoded', String(level));
    hls.trigger(Events.ERROR, {
      type: ErrorTypes.MEDIA_ERROR,
      details: ErrorDetails.BUFFER_APPEND_ERROR,
      fatal: false,
      level,
      sourceBufferName: 'video',
      error: new Error('samples of this rendition could not be decoded'),
    });
    // What is ahead is of the same rendition: it is replaced.
    hls.nextLevel = -1;
  }
}
