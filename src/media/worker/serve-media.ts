import { abortError } from '../../base/index.js';
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
    const closing = new AbortController();
    const deck = createDeck(log);
    serveDeck(deck, deckPort, environment, closing.signal, () => {
      closing.abort(abortError('the deck was closed'));
      deck.close();
    });
    const load = Object.hasOwn(feeds, feed) ? feeds[feed] : undefined;
    if (load === undefined) {
      log.warn(`media: no feed is called "${feed}"`);
      return;
    }
    const serve = await load();
    if (!closing.signal.aborted) serve({ deck, port: link, environment, log, abort: closing.signal });
  }

  desk.onmessage = ({ data }) => {
    if (data.type === 'hello') desk.postMessage({ type: 'ready', version: protocolVersion });
    else if (data.type === 'pulse') desk.postMessage({ type: 'pulse', beat: data.beat });
    else
      open(data).catch((error: unknown) => log.warn(`media: the feed "${data.feed}" could not start`, error));
  };
}
