/** Root of the media worker: decks, and the transports' halves that feed them. */
import {
  SampleMemory,
  browserMediaEnvironment,
  createDeck,
  createPresenter,
  createSound,
  serveMedia,
} from './media/index.js';
import type { Desk } from './media/index.js';
import { workerHalves } from './transports/index.js';

const environment = browserMediaEnvironment;

function serve(desk: Desk): void {
  const memory = new SampleMemory();
  serveMedia(desk, {
    environment,
    feeds: workerHalves,
    createDeck: (log) =>
      createDeck({
        environment,
        log,
        budget: { memory },
        createPresenter: (canvas) => createPresenter(canvas, environment, log),
        createSound: (reader) => createSound({ reader, environment, log }),
      }),
  });
}

/** For a page where no worker may start: the same on its own thread. */
export function serveHere(port: MessagePort): void {
  serve(port);
}

if (!('document' in globalThis)) serve(globalThis as unknown as Desk);
