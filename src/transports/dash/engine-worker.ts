import { fileIn, signal, trustedScriptUrl } from '../../base/index.js';
import type { ReadonlySignal } from '../../base/index.js';

const trouble = signal<unknown>(undefined);

/**
 * Why a worker of the engine could not start, once one could not. It concerns every feed: the page's policy or the bundle's
 * address forbids it for all.
 */
export const workerTrouble: ReadonlySignal<unknown> = trouble;

let ownFolder: string | undefined;

/** Workers that start from now on are loaded from this folder of the page's own; undefined: from beside the bundle. */
export function hostWorkersAt(folder: string | undefined): void {
  ownFolder = folder;
}

/** The address of a worker file, in the page's own folder where it has one. */
export function workerAddress(beside: string, folder: string | undefined): string {
  if (folder === undefined) return beside;
  return fileIn(folder, new URL(beside).pathname.split('/').at(-1) ?? '');
}

/**
 * A worker of the engine, from a real file beside the bundle (scripts/rollup-vhs.mjs makes a subclass for each). VHS makes
 * four for every stream and uses two of them, so this one starts with its first real message; `init` alone is kept back.
 */
export class EngineWorker extends EventTarget {
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  readonly #url: string;
  readonly #held: unknown[] = [];
  #worker: Worker | undefined;
  #blobUrl: string | undefined;
  #ended = false;

  constructor(url: string) {
    super();
    this.#url = workerAddress(url, ownFolder);
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    if (this.#ended) return;
    if (this.#worker === undefined) {
      if (isInit(message)) {
        this.#held.push(message);
        return;
      }
      this.#worker = this.#start();
      for (const held of this.#held.splice(0)) this.#worker?.postMessage(held);
    }
    this.#worker?.postMessage(message, transfer);
  }

  terminate(): void {
    this.#ended = true;
    this.#worker?.terminate();
    if (this.#blobUrl !== undefined) URL.revokeObjectURL(this.#blobUrl);
  }

  #start(): Worker | undefined {
    try {
      const worker = this.#construct();
      worker.addEventListener('message', ({ data }) => {
        const event = new MessageEvent('message', { data });
        this.onmessage?.(event);
        this.dispatchEvent(event);
      });
      worker.addEventListener('error', (event) => {
        // An event that names no place is no exception of the script: the script could not be loaded at all.
        if (!(event instanceof ErrorEvent) || event.message === '') this.#fail(event);
        this.onerror?.(event);
      });
      return worker;
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  #construct(): Worker {
    try {
      return new Worker(trustedScriptUrl(this.#url));
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'SecurityError') throw error;
      // The bundle comes from another origin, from which no worker may start; a blob of this page's may load it, where
      // the page's policy has `worker-src blob:`.
      const loader = new Blob([`importScripts(${JSON.stringify(this.#url)})`], { type: 'text/javascript' });
      this.#blobUrl = URL.createObjectURL(loader);
      return new Worker(trustedScriptUrl(this.#blobUrl));
    }
  }

  #fail(cause: unknown): void {
    this.#ended = true;
    trouble.value = cause;
  }
}

function isInit(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'action' in message && message.action === 'init';
}
