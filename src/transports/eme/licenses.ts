import { OlympicPlayerError, sleep } from '../../base/index.js';
import type { ConnectContext, SourceProtection } from '../contract.js';
import { exchange } from '../exchange.js';
import type { Ask } from '../exchange.js';
import { noKeySystem, noLicenseServer } from './errors.js';
import { keySystemNamed } from './key-systems.js';

export interface LicensesOptions {
  readonly context: Pick<ConnectContext, 'environment' | 'prepareRequest'>;
  /** The stream's, for errors. */
  readonly url: string;
  readonly signal: AbortSignal;
}

/** Without a byte for this long a licence server counts as silent, milliseconds: two tries end within a source's start budget. */
const silentMs = 2000;
/** Asked this often where the network, or the server for a moment, is at fault. */
const tries = 2;
const retryAfterMs = 250;
const worthARetry = /^eme\/(network|server-error|unavailable)$/;

/** Asks licence servers, through the request seam: with a token, once more with a fresh one after 401 or 403. */
export class Licenses {
  readonly #options: LicensesOptions;
  #pending = 0;

  constructor(options: LicensesOptions) {
    this.#options = options;
  }

  /** Whether an answer is still to come. */
  get waiting(): boolean {
    return this.#pending > 0;
  }

  /**
   * The licence for a message of the CDM.
   * @param otherwise where the manifest says licences are
   * @throws OlympicPlayerError when there is no server, or it refuses
   */
  async request(
    protection: SourceProtection,
    message: Uint8Array<ArrayBuffer>,
    otherwise?: string,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const system = keySystemNamed(protection.keySystem);
    if (system === undefined) throw noKeySystem(this.#options.url, [protection.keySystem]);
    const url = protection.licenseUrl ?? otherwise;
    if (url === undefined) throw noLicenseServer(this.#options.url, protection.keySystem);
    const answer = await this.#ask({ url, method: 'POST', purpose: 'license', ...system.toRequest(message) });
    return system.toLicense(answer);
  }

  /** The server certificate, where the source has one. */
  async certificate({ certificateUrl }: SourceProtection): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (certificateUrl === undefined) return undefined;
    return this.#ask({ url: certificateUrl, purpose: 'license' });
  }

  async #ask(ask: Ask): Promise<Uint8Array<ArrayBuffer>> {
    const { context, signal } = this.#options;
    const tools = { context, room: 'eme', idleMs: silentMs, onBytes: () => {} };
    this.#pending += 1;
    try {
      for (let left = tries - 1; ; left -= 1) {
        try {
          return (await exchange(ask, tools, signal)).body;
        } catch (error) {
          const again = error instanceof OlympicPlayerError && worthARetry.test(error.reason);
          if (left === 0 || !again) throw error;
        }
        await sleep(context.environment, retryAfterMs, signal);
      }
    } finally {
      this.#pending -= 1;
    }
  }
}
