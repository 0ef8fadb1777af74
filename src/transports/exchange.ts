import {
  MEDIA_ERR_NETWORK,
  OlympicPlayerError,
  abortable,
  childController,
  toPlayerError,
  withoutQuery,
} from '../base/index.js';
import type { ConnectContext, PreparedRequest, Purpose } from './contract.js';
import { httpError, networkError, retryAfterMs } from './http-errors.js';

/** What an exchange needs of the feed it is made for. */
export interface ExchangeTools {
  readonly context: Pick<ConnectContext, 'environment' | 'prepareRequest'>;
  /** Prefix of error reasons: `dash`, `hls` or `eme`. */
  readonly room: string;
  /** How long a request may go without a byte, milliseconds. */
  readonly idleMs: number;
  /** Body bytes as they come in. */
  onBytes(count: number): void;
}

export interface Ask {
  readonly url: string;
  readonly purpose: Purpose;
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: Uint8Array<ArrayBuffer> | undefined;
}

export interface Answer {
  readonly status: number;
  /** After redirects. */
  readonly url: string;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Bytes of the body that have arrived so far, and in all (0 where the server does not say). */
export type Progress = (received: number, total: number) => void;

/**
 * One request through the seam: prepared, tried once more with fresh credentials after a 401 or 403, given up when no byte
 * comes for a while.
 * @throws OlympicPlayerError for every failure, the signal's reason when that aborts
 */
export async function exchange(
  ask: Ask,
  tools: ExchangeTools,
  signal: AbortSignal,
  progress: Progress = () => {},
): Promise<Answer> {
  const first = await attempt(ask, tools, signal, progress, false);
  if (first.ok) return first.answer;
  const refused = first.error.reason === `${tools.room}/unauthorized`;
  if (!refused) throw first.error;
  const second = await attempt(ask, tools, signal, progress, true);
  if (second.ok) return second.answer;
  throw second.error;
}

type Outcome =
  { readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly error: OlympicPlayerError };

async function attempt(
  ask: Ask,
  tools: ExchangeTools,
  signal: AbortSignal,
  progress: Progress,
  refresh: boolean,
): Promise<Outcome> {
  const { room, context } = tools;
  const prepared = await prepare(ask, tools, refresh);
  signal.throwIfAborted();
  const silence = new SilenceTimer(tools, prepared.url, signal);
  try {
    const response = await context.environment.fetch(prepared.url, {
      method: prepared.method,
      headers: prepared.headers,
      ...(ask.body === undefined ? {} : { body: ask.body }),
      signal: silence.signal,
    });
    if (!response.ok) {
      const wait = retryAfterMs(response.headers.get('retry-after'), context.environment.wallClock());
      return { ok: false, error: httpError(room, response.status, prepared.url, wait) };
    }
    const head = {
      status: response.status,
      url: response.url || prepared.url,
      headers: response.headers,
    };
    const total = Number(response.headers.get('content-length') ?? 0);
    const body = await readBody(response, silence.signal, (received, chunk) => {
      silence.heard();
      tools.onBytes(chunk);
      progress(received, total);
    });
    return { ok: true, answer: { ...head, body } };
  } catch (error) {
    signal.throwIfAborted();
    return {
      ok: false,
      error: error instanceof OlympicPlayerError ? error : networkError(room, prepared.url, error),
    };
  } finally {
    silence.stop();
  }
}

async function prepare(ask: Ask, tools: ExchangeTools, refresh: boolean): Promise<PreparedRequest> {
  const request = { url: ask.url, method: ask.method ?? 'GET', headers: { ...ask.headers } };
  try {
    return await tools.context.prepareRequest(request, ask.purpose, { refresh });
  } catch (error) {
    throw toPlayerError(error, {
      reason: `${tools.room}/request-not-prepared`,
      code: MEDIA_ERR_NETWORK,
      message: `${tools.room}: the request to ${withoutQuery(ask.url)} could not be prepared (${String(error)}).`,
      hint: 'Look for what getToken or prepareRequest throws.',
      source: ask.url,
    });
  }
}

/** Aborts a request that has been silent for too long; `fetch` itself waits for ever. */
class SilenceTimer {
  readonly #controller: AbortController;
  readonly #tools: ExchangeTools;
  readonly #url: string;
  #cancel: () => void;

  constructor(tools: ExchangeTools, url: string, parent: AbortSignal) {
    this.#controller = childController(parent);
    this.#tools = tools;
    this.#url = url;
    this.#cancel = this.#arm();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  heard(): void {
    this.#cancel();
    this.#cancel = this.#arm();
  }

  stop(): void {
    this.#cancel();
    // Releases what the parent signal holds, and the body of a response that was not read.
    this.#controller.abort();
  }

  #arm(): () => void {
    const { context, idleMs, room } = this.#tools;
    return context.environment.setTimer(() => {
      this.#controller.abort(
        new OlympicPlayerError({
          reason: `${room}/network`,
          code: MEDIA_ERR_NETWORK,
          message: `${room}: ${withoutQuery(this.#url)} sent nothing for ${idleMs} ms.`,
          hint: 'The server accepts connections but does not answer: look at its load, or at a proxy between.',
          source: this.#url,
        }),
      );
    }, idleMs);
  }
}

async function readBody(
  response: Response,
  signal: AbortSignal,
  heard: (received: number, chunk: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  if (response.body === null) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let received = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await abortable(reader.read(), signal);
    if (done) break;
    chunks.push(value);
    received += value.byteLength;
    heard(received, value.byteLength);
  }
  const body = new Uint8Array(received);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.byteLength;
  }
  return body;
}
