import type { EventTime, Logger, PlainError } from '../base/index.js';
import type { Deck, DeckFrame, DeckRange, DeckTime, ReadyState } from './contract.js';
import type { MediaEnvironment } from './environment.js';

/** Goes up whenever a message changes: a page's own copy of the worker may be older than its bundle. */
export const protocolVersion = 1;

/** The first words on the worker's own port. */
export type ToWorker =
  | { readonly type: 'hello'; readonly version: number }
  /** Answered with the same beat. */
  | { readonly type: 'pulse'; readonly beat: number }
  /** Opens a deck, fed by the named feed; one port steers the deck, the other is the feed's own. */
  | {
      readonly type: 'open';
      readonly feed: string;
      readonly deck: MessagePort;
      readonly link: MessagePort;
    };

export type FromWorker =
  | { readonly type: 'ready'; readonly version: number }
  | { readonly type: 'pulse'; readonly beat: number }
  | {
      readonly type: 'log';
      readonly level: 'debug' | 'warn';
      readonly message: string;
      readonly detail?: string;
    };

/** What the page sees of a deck. */
export interface DeckView {
  readonly paused: boolean;
  readonly seeking: boolean;
  readonly starving: boolean;
  readonly ended: boolean;
  readonly rate: number;
  readonly readyState: ReadyState;
  readonly buffered: readonly DeckRange[];
  readonly duration: number;
  /** Deck time at `at`, milliseconds of `performance.timeOrigin + performance.now()`, and whether it goes on from there. */
  readonly clock: { readonly time: DeckTime; readonly at: number; readonly moving: boolean };
  readonly frame: DeckFrame | undefined;
}

/** What a deck in the worker answers. */
export type DeckAnswers = Pick<
  Deck,
  | 'play'
  | 'pause'
  | 'setRate'
  | 'seek'
  | 'step'
  | 'setSound'
  | 'setVisible'
  | 'attachSpeaker'
  | 'stats'
  | 'close'
> & {
  /** Where the browser hands no canvas over, a port to the page, which draws. */
  attachScreen(canvas: OffscreenCanvas | MessagePort | undefined): void;
};

/** What the page answers to a deck. */
export type DeckNotices = {
  view(change: Partial<DeckView>): void;
  frame(frame: DeckFrame): void;
  failed(error: PlainError): void;
};

/** What a feed's half in the worker gets: its deck, and the port to its other half on the page. */
export interface FeedContext {
  readonly deck: Deck;
  readonly port: MessagePort;
  readonly environment: MediaEnvironment;
  readonly log: Logger;
  /** Ends with the deck. */
  readonly abort: AbortSignal;
}

export type ServeFeed = (context: FeedContext) => void;

export type { EventTime };
