/** Watches DASH decoded by our own decoders on the page's thread: of each picture its strip and its event time, of one and the same frame. */
import { signal, watch, when } from '../../../../src/base/index.js';
import type { EventTime, OlympicPlayerError } from '../../../../src/base/index.js';
import { browserMediaEnvironment, createDeck, serveBytes } from '../../../../src/media/index.js';
import type { DeckHandle, DeckOptions, MediaEnvironment, Presenter } from '../../../../src/media/index.js';
import type { ConnectContext, Feed } from '../../../../src/transports/contract.js';
import { dashTransport } from '../../../../src/transports/dash/index.js';
import { readStrip } from '../../../../examples/venue/strip.js';
import { connectContext, notingRequests } from '../../../fixtures/connect-context.js';
import { frameMs, loopMs } from '../../../fixtures/player.js';
import { pageHost } from '../hls/page-host.js';
import type { PageHost } from '../hls/page-host.js';

export interface Picture {
  readonly eventTime: EventTime;
  /** Milliseconds between its event time and what its strip says. */
  readonly error: number;
  readonly camera: number;
  readonly width: number;
  readonly rendition: string;
}

export interface Viewing {
  readonly feed: Feed;
  readonly deck: DeckHandle;
  readonly host: PageHost;
  /** Every request made, by path. */
  readonly requests: string[];
  /** The next picture on screen that passes. */
  until(accept: (picture: Picture) => boolean): Promise<Picture>;
  close(): Promise<void>;
}

const noSound = () => ({ attach() {}, set() {}, steer() {}, heard: () => undefined, close() {} });

/** Draws nowhere: reads the strip of each picture it is given. */
class StripReader implements Presenter {
  readonly lost = signal(false);
  readonly upload = '2d';
  readonly work = { upload: 0, draw: 0 };
  strip: ReturnType<typeof readStrip>;
  readonly #canvas = new OffscreenCanvas(1, 1);

  async draw(frame: VideoFrame): Promise<boolean> {
    this.#canvas.width = frame.displayWidth;
    this.#canvas.height = frame.displayHeight;
    const context = this.#canvas.getContext('2d', { willReadFrequently: true });
    context?.drawImage(frame, 0, 0);
    this.strip = readStrip(context!.getImageData(0, 0, frame.displayWidth, frame.displayHeight));
    return true;
  }

  close(): void {}
}

export const contextOf = (
  host: PageHost,
  requests: string[],
  wishes: Partial<ConnectContext> = {},
): ConnectContext =>
  connectContext({ environment: notingRequests(requests), media: async () => host, ...wishes });

export interface ViewingOptions {
  readonly wishes?: Partial<ConnectContext>;
  readonly type?: 'dash' | 'hls';
  /** Decoders that misbehave. */
  readonly environment?: MediaEnvironment;
  readonly budget?: DeckOptions['budget'];
}

export async function viewDecoded(url: string, options: ViewingOptions = {}): Promise<Viewing> {
  const { wishes, type = 'dash', environment = browserMediaEnvironment, budget = {} } = options;
  const reader = new StripReader();
  const host = pageHost({ bytes: async () => serveBytes }, (log) =>
    createDeck({ environment, log, createPresenter: () => reader, createSound: noSound, budget }),
  );
  const requests: string[] = [];
  const feed = await dashTransport.connect({ type, url }, 'webcodecs', contextOf(host, requests, wishes));
  if (feed.delivery.kind !== 'samples') throw new Error('decoded DASH delivers samples');
  const { deck } = feed.delivery;
  deck.attachScreen(document.createElement('canvas'));
  const picture = signal<Picture | undefined>(undefined);
  const watching = new AbortController();
  // The deck on this very thread: when it says that a picture is on screen, that is the one the reader has read.
  const own = host.decks[0];
  if (own === undefined) throw new Error('there is no deck');
  watch(own.frame, watching.signal, (frame) => {
    const { strip } = reader;
    if (frame?.eventTime === undefined || strip === undefined) return;
    const apart = (frame.eventTime % loopMs) - strip.frame * frameMs;
    picture.value = {
      eventTime: frame.eventTime,
      error: ((apart + loopMs * 1.5) % loopMs) - loopMs / 2,
      camera: strip.camera,
      width: frame.width,
      rendition: frame.rendition,
    };
  });
  return {
    feed,
    deck,
    host,
    requests,
    until: (accept) => {
      const seen = picture.peek();
      const isNext = (one: Picture | undefined): one is Picture =>
        one !== undefined && one !== seen && accept(one);
      return when(picture, isNext, AbortSignal.timeout(20_000));
    },
    async close() {
      watching.abort(new DOMException('done', 'AbortError'));
      await feed.close();
    },
  };
}

export function failureOf(feed: Feed): Promise<OlympicPlayerError> {
  const isFailure = (error: OlympicPlayerError | undefined): error is OlympicPlayerError =>
    error !== undefined;
  return when(feed.state.failure, isFailure, AbortSignal.timeout(20_000));
}
