import { Link, abortError, revivedError, silentLogger } from '../../../../src/base/index.js';
import type { Logger } from '../../../../src/base/index.js';
import { browserMediaEnvironment } from '../../../../src/media/index.js';
import type { Deck, MediaEnvironment } from '../../../../src/media/index.js';
import type { TimedEvent } from '../../../../src/transports/contract.js';
import type { MoqAnswers, MoqNotices, MoqStart, MoqView } from '../../../../src/transports/moq/link.js';
import type { Dial } from '../../../../src/transports/moq/session/dial.js';
import type { SessionPool } from '../../../../src/transports/moq/session/pool.js';
import { serveMoqOver } from '../../../../src/transports/moq/worker-half.js';
import { path } from './origin.js';
import { RecordingDeck } from './recording-deck.js';

export interface ViewerOptions {
  readonly dial: Dial;
  /** Sessions shared with other viewers; left out, it has its own. */
  readonly pool?: SessionPool;
  readonly start?: Partial<MoqStart>;
  readonly prepare?: (url: string, refresh: boolean) => Promise<string>;
  readonly environment?: MediaEnvironment;
  readonly log?: Logger;
}

/** The worker's half with a link to it, as the page has; both in this page. */
export class Viewer<D extends Deck = RecordingDeck> {
  readonly deck: D;
  readonly views: Partial<MoqView>[] = [];
  readonly failures: Error[] = [];
  events: readonly TimedEvent[] = [];
  readonly #abort = new AbortController();
  readonly #link: Link<MoqNotices, MoqAnswers>;
  readonly #start: MoqStart;
  #onChange: () => void = () => {};

  constructor(
    deck: D,
    { dial, pool, start, prepare, environment = browserMediaEnvironment, log = silentLogger }: ViewerOptions,
  ) {
    this.deck = deck;
    const { port1, port2 } = new MessageChannel();
    serveMoqOver(dial, { deck, port: port2, environment, log, abort: this.#abort.signal }, pool);
    this.#start = {
      url: `https://origin.test/#${path}`,
      track: undefined,
      certificateHashes: [],
      targetLatencyMs: undefined,
      startAt: undefined,
      clock: { trueMs: Date.now(), at: performance.timeOrigin + performance.now() },
      ...start,
    };
    this.#link = new Link<MoqNotices, MoqAnswers>(port1, {
      prepare: prepare ?? ((url) => Promise.resolve(url)),
      view: (change) => {
        this.views.push(change);
        this.#onChange();
      },
      events: (events) => {
        this.events = events;
        this.#onChange();
      },
      captions: () => {},
      cues: () => {},
      failed: (error) => {
        this.failures.push(revivedError(error));
        this.#onChange();
      },
    });
  }

  get view(): Partial<MoqView> {
    return this.views.at(-1) ?? {};
  }

  get link(): Link<MoqNotices, MoqAnswers> {
    return this.#link;
  }

  start(): Promise<void> {
    return this.#link.call('start', [this.#start]);
  }

  /** Resolves when what the page was told has come to be as wanted. */
  until(wanted: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!wanted()) return;
        this.#onChange = () => {};
        resolve();
      };
      this.#onChange = look;
      look();
    });
  }

  close(): void {
    this.#abort.abort(abortError('the test is over'));
    this.#link.close(abortError('the test is over'));
  }
}

export const recordingViewer = (options: ViewerOptions) => new Viewer(new RecordingDeck(), options);
