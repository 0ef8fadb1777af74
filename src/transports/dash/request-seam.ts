import type { VhsHandler, XhrOptions } from '@videojs/http-streaming';
import {
  MEDIA_ERR_DECODE,
  MEDIA_ERR_NETWORK,
  OlympicPlayerError,
  abortError,
  deadline,
  sleep,
  withoutQuery,
} from '../../base/index.js';
import type { ConnectContext, Purpose } from '../contract.js';
import { EngineRequest } from './engine-request.js';
import { exchange } from '../exchange.js';
import type { Answer, ExchangeTools } from '../exchange.js';
import { FailureWatch } from './failure-watch.js';
import type { Lane } from './failure-watch.js';
import { claimsTooManySamples } from '../run-guard.js';

/** How long to bear what fails, milliseconds. */
export interface Patience {
  /** Without a success on a lane, from the first request that failed. */
  readonly failingMs: number;
  /** Without a byte of one request. */
  readonly silentMs: number;
}

/**
 * A live viewer holds two or three seconds: the session must be on its next source before they are played out. Silence is
 * judged later than refusal, because slow networks are silent too.
 */
export const livePatience: Patience = { failingMs: 1500, silentMs: 2500 };
/** Without a live edge to lose there is half a minute of buffer to play from. */
export const onDemandPatience: Patience = { failingMs: 8000, silentMs: 10_000 };

/** A failed request is made again after this long, milliseconds; twice as long each time, and jittered. */
const retryBaseMs = 200;
/** A segment is asked for again this often before VHS hears of it and tries another rendition. */
const segmentRetries = 1;
/** A viewer clock this good answers the manifest's UTCTiming without a request, milliseconds. */
const goodClockMs = 250;
/** What no retry mends. */
const lasting = ['unauthorized', 'unavailable-for-legal-reasons'];

type Outcome = { readonly answer: Answer } | { readonly error: Error; readonly timedout: boolean };

export interface SeamOptions {
  readonly context: ConnectContext;
  /** Prefix of error reasons: `dash` or `hls`. */
  readonly room: string;
  /** Whether the media at this URL is sound alone. */
  isAudio(url: string): boolean;
  /** Media bytes, before VHS takes them. */
  onMedia(url: string, bytes: Uint8Array<ArrayBuffer>, initialization: boolean): void;
  /** At most once; the seam is closed by then. */
  onFailure(error: OlympicPlayerError): void;
}

/** Makes every request of VHS: through `prepareRequest`, with the retries and the verdicts VHS lacks. */
export class RequestSeam {
  patience: Patience = livePatience;
  readonly #options: SeamOptions;
  readonly #watch: FailureWatch;
  readonly #closing = new AbortController();
  /** The manifest that `readManifest` has read, until VHS asks for it. */
  #manifest: Answer | undefined;
  #bytes = 0;
  #videoBytes = 0;

  constructor(options: SeamOptions) {
    this.#options = options;
    this.#watch = new FailureWatch(
      options.context.environment,
      () => this.patience.failingMs,
      (error) => this.#fail(error),
    );
  }

  /** Body bytes received so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Of those, what belongs to the pictures, or to pictures and sound in one. */
  get videoBytes(): number {
    return this.#videoBytes;
  }

  /** Reads the manifest ahead of VHS, which gets this answer when it asks. */
  async readManifest(url: string): Promise<Answer> {
    const signal = AbortSignal.any([this.#options.context.signal, this.#closing.signal]);
    this.#manifest = await exchange({ url, purpose: 'manifest' }, this.#tools(), signal);
    return this.#manifest;
  }

  /** In place of VHS's own function of this name. */
  readonly xhr: VhsHandler['xhr'] = (options, callback) => {
    const request = new EngineRequest(options, this.#options.context.environment.wallClock());
    this.#serve(request, options, callback).catch((error: unknown) => {
      this.#fail(this.#engineError(error, options.uri));
    });
    return request;
  };

  /** Aborts what is under way; later requests are never answered. Idempotent. */
  close(): void {
    this.#watch.close();
    this.#closing.abort(abortError('the feed was closed'));
  }

  async #serve(
    request: EngineRequest,
    options: XhrOptions,
    callback: Parameters<VhsHandler['xhr']>[1],
  ): Promise<void> {
    const outcome = await this.#outcome(request, options);
    if (request.aborted || this.#closing.signal.aborted) return;
    if ('answer' in outcome) {
      if (purposeOf(options) === 'segment') {
        const initialization = options.requestType === 'segment-media-initialization';
        this.#options.onMedia(options.uri, outcome.answer.body, initialization);
      }
      request.settle(outcome.answer, this.#options.context.environment.wallClock());
      callback(null, request);
    } else {
      request.fail(outcome.timedout);
      callback(outcome.error, request);
    }
    request.finish();
  }

  async #outcome(request: EngineRequest, options: XhrOptions): Promise<Outcome> {
    const known = this.#knownAnswer(options);
    // VHS wants its request object back before the answer.
    if (known !== undefined) return Promise.resolve({ answer: known });
    const { environment } = this.#options.context;
    const cancelled = AbortSignal.any([request.signal, this.#closing.signal]);
    const slow = tooSlow(this.#options.room, options.uri);
    const limit =
      options.timeout && options.timeout > 0
        ? deadline(environment, options.timeout, cancelled, () => slow)
        : { signal: cancelled, clear: () => {} };
    try {
      return { answer: await this.#persist(request, options, limit.signal) };
    } catch (error) {
      if (cancelled.aborted) return { error: abortError('cancelled'), timedout: false };
      if (error === slow) return { error: slow, timedout: true };
      if (!(error instanceof OlympicPlayerError)) throw error;
      return purposeOf(options) === 'clock'
        ? { answer: this.#clockAnswer(options.uri) } // VHS does not survive a failure here
        : { error, timedout: false };
    } finally {
      limit.clear();
    }
  }

  /** Asks until it is answered, or until another try is VHS's business. */
  async #persist(request: EngineRequest, options: XhrOptions, signal: AbortSignal): Promise<Answer> {
    const { environment } = this.#options.context;
    const purpose = purposeOf(options);
    const lane = this.#laneOf(options);
    const ask = { url: options.uri, purpose, method: options.method, headers: options.headers };
    const tools = this.#tools(lane);
    for (let tries = 0; ; tries += 1) {
      const startedAt = environment.monotonic();
      try {
        const answer = await exchange(ask, tools, signal, (received, total) => {
          request.progress(received, total);
        });
        // VHS believes every count it reads, and some would hold its worker for minutes.
        if (purpose === 'segment' && claimsTooManySamples(answer.body.buffer))
          throw this.#engineError('it claims more samples than it has bytes', options.uri);
        if (lane !== undefined) this.#watch.succeeded(lane);
        return answer;
      } catch (error) {
        if (!(error instanceof OlympicPlayerError)) throw error;
        // VHS's own time limit is the beginning of a problem, a refusal or silence began with its request.
        this.#judge(error, lane, signal.aborted ? environment.monotonic() : startedAt);
        if (signal.aborted) throw error;
        if (purpose !== 'manifest' && tries >= segmentRetries) throw error;
      }
      await sleep(environment, retryBaseMs * 2 ** tries * (0.75 + environment.random() / 2), signal);
    }
  }

  #judge(error: OlympicPlayerError, lane: Lane | undefined, startedAt: number): void {
    if (lane === undefined) return;
    const { room } = this.#options;
    if (lasting.some((what) => error.reason === `${room}/${what}`)) this.#fail(error);
    else this.#watch.failed(lane, startedAt, error);
  }

  #fail(error: OlympicPlayerError): void {
    if (this.#closing.signal.aborted) return;
    this.close();
    this.#options.onFailure(error);
  }

  #knownAnswer(options: XhrOptions): Answer | undefined {
    const manifest = this.#manifest;
    if (manifest !== undefined && purposeOf(options) === 'manifest') {
      this.#manifest = undefined;
      return manifest;
    }
    const good = this.#options.context.clock.errorMs <= goodClockMs;
    return good && purposeOf(options) === 'clock' ? this.#clockAnswer(options.uri) : undefined;
  }

  /** As a UTCTiming server would answer: `http-iso` in the body, `http-head` in the header (ISO/IEC 23009-1, 5.8.5.7). */
  #clockAnswer(url: string): Answer {
    const now = new Date(this.#options.context.clock.now());
    return {
      status: 200,
      url,
      headers: new Headers({ date: now.toUTCString() }),
      body: new TextEncoder().encode(now.toISOString()),
    };
  }

  #laneOf(options: XhrOptions): Lane | undefined {
    if (options.requestType === 'content-steering-manifest') return undefined;
    const purpose = purposeOf(options);
    if (purpose === 'clock') return undefined;
    if (purpose === 'manifest') return 'manifest';
    return this.#options.isAudio(options.uri) ? 'audio' : 'main';
  }

  #tools(lane?: Lane): ExchangeTools {
    const { context, room } = this.#options;
    return {
      context,
      room,
      idleMs: this.patience.silentMs,
      onBytes: (count) => {
        this.#bytes += count;
        if (lane === 'main') this.#videoBytes += count;
        if (lane !== undefined) this.#watch.arriving(lane);
      },
    };
  }

  #engineError(cause: unknown, url: string): OlympicPlayerError {
    const { room } = this.#options;
    return new OlympicPlayerError({
      reason: `${room}/malformed`,
      code: MEDIA_ERR_DECODE,
      message: `${room}: the engine could not take in ${withoutQuery(url)} (${String(cause)}).`,
      hint: 'Check the manifest and its segments with a conformance tool; another source may play.',
      source: url,
      cause,
    });
  }
}

function tooSlow(room: string, url: string): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: `${room}/network`,
    code: MEDIA_ERR_NETWORK,
    message: `${room}: ${withoutQuery(url)} took longer to arrive than it plays.`,
    hint: 'The network is slower than the lowest rendition needs.',
    source: url,
  });
}

function purposeOf({ requestType }: XhrOptions): Purpose {
  switch (requestType) {
    case 'dash-manifest':
    case 'hls-playlist':
    case 'content-steering-manifest':
      return 'manifest';
    case 'dash-clock-sync':
      return 'clock';
    case 'segment-key':
      return 'key';
    default:
      return 'segment';
  }
}
