import { OlympicPlayerError } from '../base/index.js';
import type { Environment, Logger } from '../base/index.js';
import type { MediaHost } from '../media/index.js';

export interface MediaHostsInputs {
  readonly environment: Environment;
  readonly log: Logger;
  readonly workerUrl: () => string | undefined;
}

/** A worker that is lost this often within this time, ms, will be lost again: other ways to decode are left. */
const mostLosses = 2;
const lossesWithinMs = 600_000;
/** What kept it from starting (a policy, a file that is missing) is not asked about again for this long, ms. */
const hopelessMs = 60_000;

/** Why no worker is started for now. */
interface Refusal {
  readonly error: OlympicPlayerError;
  readonly folder: string | undefined;
  /** `monotonic()` ms. */
  readonly until: number;
}

/**
 * The media worker of a load: started when first asked for, started anew after it was lost, ended with the load. Where that is
 * of no use whoever asks is told at once, so that no source waits for it.
 */
export class MediaHosts {
  readonly #inputs: MediaHostsInputs;
  readonly #abort: AbortSignal;
  #current: Promise<MediaHost> | undefined;
  #losses: number[] = [];
  #refusal: Refusal | undefined;

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
    const loss = host?.lost.peek();
    if (host !== undefined && loss === undefined) return host;
    host?.close();
    if (loss !== undefined) this.#count(loss);
    return this.#start();
  }

  async #start(): Promise<MediaHost> {
    const { startMediaHost } = await import('../media/index.js');
    this.#abort.throwIfAborted();
    const { environment, log, workerUrl } = this.#inputs;
    const folder = workerUrl();
    const refusal = this.#refusal;
    if (refusal !== undefined && refusal.folder === folder && environment.monotonic() < refusal.until)
      throw refusal.error;
    try {
      const host = await startMediaHost({ environment, log, workerUrl: folder, signal: this.#abort });
      if (this.#abort.aborted) host.close();
      else this.#abort.addEventListener('abort', () => host.close(), { once: true });
      return host;
    } catch (error) {
      if (error instanceof OlympicPlayerError)
        this.#refusal = { error, folder, until: environment.monotonic() + hopelessMs };
      throw error;
    }
  }

  #count(loss: OlympicPlayerError): void {
    const now = this.#inputs.environment.monotonic();
    this.#losses = [...this.#losses.filter((at) => now - at < lossesWithinMs), now];
    if (this.#losses.length >= mostLosses)
      this.#refusal = { error: loss, folder: this.#inputs.workerUrl(), until: now + lossesWithinMs };
  }
}
