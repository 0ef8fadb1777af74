import type { Environment, Logger } from '../base/index.js';
import type { MediaHost } from '../media/index.js';

export interface MediaHostsInputs {
  readonly environment: Environment;
  readonly log: Logger;
  readonly workerUrl: () => string | undefined;
}

/** The media worker of a load: started when first asked for, started anew after it was lost, ended with the load. */
export class MediaHosts {
  readonly #inputs: MediaHostsInputs;
  readonly #abort: AbortSignal;
  #current: Promise<MediaHost> | undefined;

  constructor(inputs: MediaHostsInputs, abort: AbortSignal) {
    this.#inputs = inputs;
    this.#abort = abort;
  }

  /** The worker now in use. */
  readonly get = (): Promise<MediaHost> => (this.#current = this.#living(this.#current));

  /** Starts it ahead of its first use; whoever uses it hears of a failure. */
  warm(): void {
    this.#current ??= this.#start();
    this.#current.catch(() => {});
  }

  async #living(before: Promise<MediaHost> | undefined): Promise<MediaHost> {
    const host = await before?.catch(() => undefined);
    if (host !== undefined && host.lost.peek() === undefined) return host;
    host?.close();
    return this.#start();
  }

  async #start(): Promise<MediaHost> {
    const { startMediaHost } = await import('../media/index.js');
    this.#abort.throwIfAborted();
    const { environment, log, workerUrl } = this.#inputs;
    const host = await startMediaHost({ environment, log, workerUrl: workerUrl(), signal: this.#abort });
    if (this.#abort.aborted) host.close();
    else this.#abort.addEventListener('abort', () => host.close(), { once: true });
    return host;
  }
}
