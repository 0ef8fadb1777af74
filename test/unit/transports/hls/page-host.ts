/** A media host on the page's own thread: real decks, real decoders, real canvases, no bundle. */
import { signal, silentLogger } from '../../../../src/base/index.js';
import type { Logger } from '../../../../src/base/index.js';
import {
  DeckHandle,
  browserMediaEnvironment,
  createDeck,
  createPresenter,
  serveMedia,
} from '../../../../src/media/index.js';
import type { Deck, Desk, MediaHost, ServeFeed } from '../../../../src/media/index.js';

export interface PageHost extends MediaHost {
  readonly decks: readonly Deck[];
}

const noSound = () => ({
  attach() {},
  set() {},
  steer() {},
  heard: () => undefined,
  close() {},
});

const noOutlet = {
  open: () => Promise.reject(new DOMException('no sound here', 'AbortError')),
  unlock: () => Promise.resolve(),
  close() {},
};

export function pageHost(
  feeds: Readonly<Record<string, () => Promise<ServeFeed>>>,
  makeDeck?: (log: Logger) => Deck,
): PageHost {
  const environment = browserMediaEnvironment;
  const decks: Deck[] = [];
  const desk: Desk = { onmessage: null, postMessage() {} };
  serveMedia(desk, {
    environment,
    feeds,
    createDeck: (log) => {
      const deck =
        makeDeck?.(log) ??
        createDeck({
          environment,
          log,
          createPresenter: (canvas) => createPresenter(canvas, environment, log),
          createSound: noSound,
        });
      decks.push(deck);
      return deck;
    },
  });
  return {
    where: 'page',
    lost: signal(undefined),
    decks,
    open(feed) {
      const deck = new MessageChannel();
      const link = new MessageChannel();
      const data = { type: 'open', feed, deck: deck.port2, link: link.port2 } as const;
      desk.onmessage?.(new MessageEvent('message', { data }));
      return {
        deck: new DeckHandle(deck.port1, { outlet: noOutlet, environment, log: silentLogger }),
        port: link.port1,
      };
    },
    close() {},
  };
}
