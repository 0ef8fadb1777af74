import { isAbortError } from '../../base/index.js';
import type { ConnectContext } from '../contract.js';
import { httpError, networkError, retryAfterMs } from '../http-errors.js';

/** What the server said to our offer. */
export interface WhepAnswer {
  /** `answer`: set it. `counter-offer`: answer it with `sendAnswer` (draft-ietf-wish-whep-03, 406). */
  readonly kind: 'answer' | 'counter-offer';
  readonly sdp: string;
  readonly linkHeader: string | null;
}

type Seam = Pick<ConnectContext, 'prepareRequest' | 'environment' | 'log'>;

/**
 * The HTTP half of WHEP (draft-ietf-wish-whep-03): offer, trickle, teardown. One instance is one session resource. Every
 * request goes through the seam, so credentials are on PATCH and DELETE too.
 */
export class WhepClient {
  readonly #endpoint: string;
  readonly #seam: Seam;
  #session: string | undefined;
  #etag: string | null = null;
  #trickle = true;

  constructor(endpoint: string, seam: Seam) {
    this.#endpoint = endpoint;
    this.#seam = seam;
  }

  async offer(sdp: string, isOffer: (sdp: string) => boolean, signal: AbortSignal): Promise<WhepAnswer> {
    const response = await this.#request('POST', this.#endpoint, 'application/sdp', sdp, {}, signal);
    const counter = response.status === 406;
    if (
      response.status !== 201 &&
      !(counter && response.headers.get('content-type')?.startsWith('application/sdp'))
    )
      throw this.#failure(response);
    const location = response.headers.get('location');
    // Relative to the URL after redirects, not to the one we asked.
    if (location !== null) this.#session = new URL(location, response.url || this.#endpoint).href;
    this.#etag = response.headers.get('etag');
    const body = await response.text();
    return {
      kind: counter || isOffer(body) ? 'counter-offer' : 'answer',
      sdp: body,
      linkHeader: response.headers.get('link'),
    };
  }

  /** Answers a counter-offer. */
  async sendAnswer(sdp: string, signal: AbortSignal): Promise<void> {
    if (this.#session === undefined) return;
    const response = await this.#request('PATCH', this.#session, 'application/sdp', sdp, {}, signal);
    if (!response.ok) throw this.#failure(response);
  }

  /**
   * Sends candidates. Servers differ in what they take, and the candidates in the offer usually suffice: a refusal ends
   * trickling, never the session.
   */
  async trickle(fragment: string, signal: AbortSignal): Promise<void> {
    if (this.#session === undefined || !this.#trickle) return;
    try {
      let response = await this.#patch(fragment, this.#etag, signal);
      // Some servers demand the quoted star of the draft's example, others the bare one of its text.
      if (response.status === 412 || response.status === 428)
        response = await this.#patch(fragment, '"*"', signal);
      if (response.ok) return;
      this.#trickle = false;
      this.#seam.log.debug(`WHEP trickle refused with ${response.status}; going on without`);
    } catch (error) {
      if (!isAbortError(error)) this.#trickle = false;
    }
  }

  /** Ends the session on the server. Never throws: the server may be what died. */
  async delete(signal: AbortSignal): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    if (session === undefined) return;
    try {
      await this.#request('DELETE', session, undefined, undefined, {}, signal, true);
    } catch (error) {
      this.#seam.log.debug('WHEP DELETE got no answer', error);
    }
  }

  #patch(fragment: string, etag: string | null, signal: AbortSignal): Promise<Response> {
    const ifMatch: Record<string, string> = etag === null ? {} : { 'if-match': etag };
    return this.#request(
      'PATCH',
      this.#session ?? this.#endpoint,
      'application/trickle-ice-sdpfrag',
      fragment,
      ifMatch,
      signal,
    );
  }

  async #request(
    method: string,
    url: string,
    contentType: string | undefined,
    body: string | undefined,
    extra: Record<string, string>,
    signal: AbortSignal,
    keepalive = false,
  ): Promise<Response> {
    const headers: Record<string, string> = { ...extra };
    if (contentType !== undefined) headers['content-type'] = contentType;
    const once = async (refresh: boolean) => {
      const prepared = await this.#seam.prepareRequest({ url, method, headers }, 'signalling', { refresh });
      try {
        return await this.#seam.environment.fetch(prepared.url, {
          method: prepared.method,
          headers: prepared.headers,
          ...(body === undefined ? {} : { body }),
          signal,
          keepalive,
        });
      } catch (error) {
        throw isAbortError(error) ? error : networkError('whep', url, error);
      }
    };
    const response = await once(false);
    return response.status === 401 || response.status === 403 ? once(true) : response;
  }

  #failure(response: Response) {
    const wait = retryAfterMs(response.headers.get('retry-after'), this.#seam.environment.wallClock());
    return httpError('whep', response.status, response.url || this.#endpoint, wait);
  }
}
