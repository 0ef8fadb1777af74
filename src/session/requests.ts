import { constant } from '../base/index.js';
import type { ReadonlySignal } from '../base/index.js';
import type { ConnectContext, PreparedRequest, Purpose, TransportId } from '../transports/index.js';
import type { AuthPlacement } from './model.js';
import type { GetToken, PrepareRequest } from './types.js';

interface Hooks {
  readonly getToken: GetToken | undefined;
  readonly prepareRequest: PrepareRequest | undefined;
  /** Where the descriptor wants the token; in the Authorization header until a descriptor says otherwise. */
  readonly auth: AuthPlacement | undefined;
}

/**
 * The one seam for every request: puts the page's token on it and gives the page the last word. Tokens are asked for once
 * an angle and transport, and again only when a server refused one; callers at the same time share the answer.
 */
export class RequestSeam {
  /** The page has hooks: a request may change. */
  readonly prepares: ReadonlySignal<boolean>;
  readonly #hooks: () => Hooks;
  readonly #signal: AbortSignal;
  readonly #tokens = new Map<string, { readonly token: Promise<string | null>; pending: boolean }>();

  constructor(hooks: () => Hooks, signal: AbortSignal, prepares: ReadonlySignal<boolean> = constant(true)) {
    this.prepares = prepares;
    this.#hooks = hooks;
    this.#signal = signal;
  }

  /** The seam as a transport sees it. */
  for(angle: string, transport: TransportId): ConnectContext['prepareRequest'] {
    return (request, purpose, options) =>
      this.prepare(angle, transport, request, purpose, options?.refresh ?? false);
  }

  async prepare(
    angle: string,
    transport: TransportId,
    request: { url: string; method?: string; headers?: Record<string, string> },
    purpose: Purpose,
    refresh: boolean,
  ): Promise<PreparedRequest> {
    const prepared: PreparedRequest = {
      url: request.url,
      method: request.method ?? 'GET',
      headers: { ...request.headers },
    };
    const token = await this.#token(angle, transport, purpose, refresh);
    const { prepareRequest, auth } = this.#hooks();
    if (token !== null) place(token, prepared, auth);
    return prepareRequest === undefined ? prepared : prepareRequest(prepared, { angle, transport, purpose });
  }

  #token(angle: string, transport: TransportId, purpose: Purpose, refresh: boolean): Promise<string | null> {
    const { getToken } = this.#hooks();
    if (getToken === undefined) return Promise.resolve(null);
    const key = `${angle} ${transport}`;
    const known = this.#tokens.get(key);
    if (known !== undefined && (known.pending || !refresh)) return known.token;
    // Pages write plain functions too: what one returns or throws counts as if it were async.
    const token = (async () =>
      getToken({
        angle,
        transport,
        purpose,
        reason: refresh ? 'refused' : 'connect',
        signal: this.#signal,
      }))();
    const entry = { token, pending: true };
    this.#tokens.set(key, entry);
    token.then(
      () => (entry.pending = false),
      // A failed answer is not remembered: the next request asks again.
      () => this.#tokens.get(key) === entry && this.#tokens.delete(key),
    );
    return token;
  }
}

function place(token: string, request: PreparedRequest, auth: AuthPlacement | undefined): void {
  if (auth?.placement !== 'query') {
    request.headers['authorization'] = `Bearer ${token}`;
    return;
  }
  const url = new URL(request.url);
  url.searchParams.set(auth.parameter, token);
  request.url = url.href;
}
