import {
  MEDIA_ERR_SRC_NOT_SUPPORTED,
  OlympicPlayerError,
  abortError,
  abortable,
  deadline,
  signal,
} from '../../base/index.js';
import type { Environment, Logger, ReadonlySignal } from '../../base/index.js';
import { protocolVersion } from '../protocol.js';
import type { FromWorker } from '../protocol.js';
import { DeckHandle } from './deck-handle.js';
import { createSpeakers } from '../sound/index.js';
import { createOutlet } from './outlet.js';
import { park, take } from './parking.js';
import { waysToStart, workerFile } from './start-worker.js';
import type { Speakers } from '../sound/index.js';
import type { WorkerLike } from './start-worker.js';

/** A worker that has to be fetched and started answers within this, even on a phone. */
const handshakeMs = 5000;
/** One that is there already answers at once, or starting another is quicker. */
const reuseMs = 500;
/** A worker is asked this often whether it lives, and counts as dead when it owes an answer for this long. */
const pulseMs = 500;
const deadMs = 3000;

export interface OpenedFeed {
  readonly deck: DeckHandle;
  /** To the feed's half in the worker. */
  readonly port: MessagePort;
}

/** The media worker as the page sees it. */
export interface MediaHost {
  /** `worker`, `worker from a blob`, or `page` where no worker may start. */
  readonly where: string;
  /** Set once, when the worker no longer answers. */
  readonly lost: ReadonlySignal<OlympicPlayerError | undefined>;
  /** Opens a deck, fed by the named half in the worker. */
  open(feed: string): OpenedFeed;
  /** Ends everything in the worker, and lets it go. */
  close(): void;
}

export interface MediaHostOptions {
  readonly environment: Environment;
  readonly log: Logger;
  /** Folder of the page's own copies of the workers; undefined: beside the bundle. */
  readonly workerUrl: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Starts the media worker; resolves once both sides know that they speak the same protocol. Where one way to start it is
 * forbidden the next is tried, down to the page itself. One that starts and does not answer, or answers for another release, is
 * the same by any other way.
 */
export async function startMediaHost(options: MediaHostOptions): Promise<MediaHost> {
  const { log, signal: abort, workerUrl } = options;
  let failure: OlympicPlayerError | undefined;
  const parked = workerUrl === undefined ? await reuse(options) : undefined;
  if (parked !== undefined) return parked;
  for (const start of waysToStart(workerUrl)) {
    abort.throwIfAborted();
    let worker: WorkerLike | undefined;
    try {
      worker = await start();
      await handshake(worker, handshakeMs, options);
      return new Host(worker, options);
    } catch (error) {
      worker?.terminate();
      if (error instanceof OlympicPlayerError || abort.aborted) throw error;
      log.warn('media: no worker this way', error);
      failure ??= notStarted(error instanceof Error ? error.message : String(error));
    }
  }
  throw failure ?? notStarted('there is no way to start it');
}

/** The worker that the last load left, where it still answers. */
async function reuse(options: MediaHostOptions): Promise<MediaHost | undefined> {
  const worker = take();
  if (worker === undefined) return undefined;
  try {
    await handshake(worker, reuseMs, options);
    return new Host(worker, options);
  } catch (error) {
    worker.terminate();
    options.signal.throwIfAborted();
    options.log.warn('media: the worker of the last load is of no use', error);
    return undefined;
  }
}

/** @throws an OlympicPlayerError where the worker lives and is of no use; what kept it from starting otherwise */
async function handshake(
  worker: WorkerLike,
  limitMs: number,
  { environment, signal: abort }: MediaHostOptions,
): Promise<void> {
  const limit = deadline(environment, limitMs, abort, () => notStarted('it did not answer'));
  try {
    const ready = new Promise<number>((resolve, reject) => {
      worker.onmessage = (message) => {
        if (message.type === 'ready') resolve(message.version);
      };
      worker.onfailure = (cause) => reject(new Error(String(cause)));
    });
    worker.post({ type: 'hello', version: protocolVersion });
    const version = await abortable(ready, limit.signal);
    if (version !== protocolVersion) throw wrongVersion(version);
  } finally {
    limit.clear();
  }
}

class Host implements MediaHost {
  readonly #worker: WorkerLike;
  readonly #options: MediaHostOptions;
  readonly #decks = new Set<DeckHandle>();
  readonly #speakers: Speakers;
  readonly #lost = signal<OlympicPlayerError | undefined>(undefined);
  #cancelPulse = () => {};
  #closed = false;
  #asked = 0;
  #answered = 0;
  #owedMs = 0;
  #lookedAt: number;

  constructor(worker: WorkerLike, options: MediaHostOptions) {
    this.#worker = worker;
    this.#options = options;
    this.#speakers = createSpeakers({
      workletUrl: workerFile('sound-worklet.js', options.workerUrl),
      environment: options.environment,
    });
    this.#lookedAt = options.environment.monotonic();
    worker.onmessage = (message) => this.#onMessage(message);
    worker.onfailure = (cause) => options.log.warn('media: an exception in the worker', cause);
    this.#pulse();
  }

  get where(): string {
    return this.#worker.where;
  }

  get lost(): ReadonlySignal<OlympicPlayerError | undefined> {
    return this.#lost;
  }

  open(feed: string): OpenedFeed {
    if (this.#closed) throw abortError('the media host was closed');
    const deck = new MessageChannel();
    const link = new MessageChannel();
    this.#worker.post({ type: 'open', feed, deck: deck.port2, link: link.port2 }, [deck.port2, link.port2]);
    const { environment, log } = this.#options;
    const handle = new DeckHandle(deck.port1, {
      outlet: createOutlet(this.#speakers, environment),
      environment,
      log,
      onClose: () => this.#decks.delete(handle),
    });
    this.#decks.add(handle);
    return { deck: handle, port: link.port1 };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelPulse();
    for (const deck of [...this.#decks]) deck.close();
    this.#speakers.close();
    // One from the page's own folder may be of another release by the next load.
    const reusable = this.#options.workerUrl === undefined && this.#worker.where !== 'page';
    if (reusable && this.#lost.peek() === undefined) park(this.#worker, this.#options.environment);
    else this.#worker.terminate();
  }

  #onMessage(message: FromWorker): void {
    if (message.type === 'pulse') this.#answered = message.beat;
    else if (message.type === 'log') this.#options.log[message.level](message.message, message.detail);
  }

  /** A terminated or hung worker says nothing by itself. */
  #pulse(): void {
    const { environment } = this.#options;
    const now = environment.monotonic();
    // A page that slept or hung was not told of answers either: its pause counts as a look or two.
    this.#owedMs += Math.min(now - this.#lookedAt, 2 * pulseMs);
    this.#lookedAt = now;
    if (this.#answered === this.#asked) {
      this.#owedMs = 0;
      this.#asked += 1;
      this.#worker.post({ type: 'pulse', beat: this.#asked });
    } else if (this.#owedMs >= deadMs) {
      this.#fail(died());
      return;
    }
    this.#cancelPulse = environment.setTimer(() => this.#pulse(), pulseMs);
  }

  #fail(error: OlympicPlayerError): void {
    this.#lost.value = error;
    for (const deck of this.#decks) deck.fail(error);
  }
}

function notStarted(why: string): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'media/worker-not-started',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `media: the media worker could not be started (${why}).`,
    hint: "Allow it in the page's CSP (worker-src 'self'), or host dist/workers yourself and set worker-url.",
  });
}

function wrongVersion(version: number): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'media/worker-version',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `media: the media worker speaks protocol ${version}, the page's bundle ${protocolVersion}.`,
    hint: 'The files at worker-url are of another release: copy dist/workers of the release the page loads.',
  });
}

function died(): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'media/worker-lost',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `media: the media worker has not answered for ${deadMs} ms.`,
    hint: 'The browser may have ended it for want of memory; playback goes on in a new one or another way.',
  });
}
