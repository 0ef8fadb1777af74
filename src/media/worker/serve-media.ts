import { MEDIA_ERR_SRC_NOT_SUPPORTED, OlympicPlayerError, abortError } from '../../base/index.js';
import type { Logger } from '../../base/index.js';
import type { Deck } from '../contract.js';
import type { MediaEnvironment } from '../environment.js';
import { protocolVersion } from '../protocol.js';
import type { FromWorker, ServeFeed, ToWorker } from '../protocol.js';
import { serveDeck } from './serve-deck.js';

/** The worker's own port, or one that stands for it on the page. */
export interface Desk {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker): void;
}

export interface MediaServices {
  readonly environment: MediaEnvironment;
  /** The feeds' halves by name, loaded when first opened. */
  readonly feeds: Readonly<Record<string, () => Promise<ServeFeed>>>;
  readonly createDeck: (log: Logger) => Deck;
}

/** Answers the page: says which protocol is spoken, and opens decks with their feeds. */
export function serveMedia(desk: Desk, { environment, feeds, createDeck }: MediaServices): void {
  const write = (level: 'debug' | 'warn') => (message: string, detail?: unknown) =>
    desk.postMessage({
      type: 'log',
      level,
      message,
      ...(detail === undefined ? {} : { detail: detail instanceof Error ? `${detail}` : String(detail) }),
    });
  const log: Logger = { debug: write('debug'), warn: write('warn') };

  async function open({ feed, deck: deckPort, link }: Extract<ToWorker, { type: 'open' }>): Promise<void> {
    const load = Object.hasOwn(feeds, feed) ? feeds[feed] : undefined;
    const closing = new AbortController();
    const deck = createDeck(log);
    const fail = serveDeck(deck, deckPort, environment, closing.signal, () => {
      closing.abort(abortError('the deck was closed'));
      deck.close();
    });
    try {
      if (load === undefined) throw unknownFeed(feed);
      const serve = await load();
      if (!closing.signal.aborted) serve({ deck, port: link, environment, log, abort: closing.signal });
    } catch (error) {
      fail(error);
    }
  }

  desk.onmessage = ({ data }) => {
    if (data.type === 'hello') desk.postMessage({ type: 'ready', version: protocolVersion });
    else if (data.type === 'pulse') desk.postMessage({ type: 'pulse', beat: data.beat });
    else void open(data);
  };
}

/** The page's bundle is newer than its copy of the worker, or its transport has no half here. */
function unknownFeed(feed: string): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'media/unknown-feed',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `media: the media worker has no feed called "${feed}".`,
    hint: 'The files at worker-url are of another release: copy dist/workers of the release the page loads.',
  });
}
