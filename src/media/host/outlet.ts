import { abortError, deadline, isAbortError, when } from '../../base/index.js';
import type { Environment } from '../../base/index.js';
import type { Speaker, Speakers } from '../sound/index.js';

/** How long a browser may take to let sound run before it counts as refused, ms. */
const unlockMs = 500;

/** The way from one deck to the speakers that all decks of the page share. */
export interface SoundOutlet {
  /** `attach` gets a speaker for the deck, and another where the first one broke. */
  open(attach: (speaker: Speaker) => void): Promise<void>;
  /** Resolves when sound may be heard, or never will be; rejects with NotAllowedError while the browser wants a gesture first. */
  unlock(): Promise<void>;
  close(): void;
}

export function createOutlet(speakers: Speakers, environment: Environment): SoundOutlet {
  const ending = new AbortController();
  return {
    open: (attach) => speakers.open(attach, ending.signal),
    async unlock() {
      speakers.resume();
      const limit = deadline(environment, unlockMs, ending.signal, () => abortError('no sound yet'));
      try {
        await when(speakers.state, (state) => state !== 'starting' && state !== 'blocked', limit.signal);
      } catch (error) {
        if (ending.signal.aborted || !isAbortError(error)) throw error;
        throw new DOMException('The browser wants a user gesture before sound.', 'NotAllowedError');
      } finally {
        limit.clear();
      }
    },
    close: () => ending.abort(abortError('the deck was closed')),
  };
}
