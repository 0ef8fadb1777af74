import { fileIn, trustedScriptUrl } from '../../base/index.js';
import type { Logger } from '../../base/index.js';
import type { FromWorker, ToWorker } from '../protocol.js';

/** A worker, or what stands for it on the page where none may start. */
export interface WorkerLike {
  readonly where: string;
  onmessage: (message: FromWorker) => void;
  /** The script could not be loaded, or an exception in it was caught by nobody. */
  onfailure: (cause: unknown) => void;
  post(message: ToWorker, transfer?: Transferable[]): void;
  terminate(): void;
}

const fileName = 'media-worker.js';

/** Where a file of `dist/workers` is: in the page's own folder where it has one, else beside the bundle's chunks. */
export function workerFile(name: string, folder: string | undefined): string {
  return folder === undefined ? new URL(`../workers/${name}`, import.meta.url).href : fileIn(folder, name);
}

/** A worker that started, and what ends it and what it took. */
export interface StartedWorker {
  readonly worker: Worker;
  readonly where: string;
  end(): void;
}

const startModule = (url: string): Worker => new Worker(trustedScriptUrl(url), { type: 'module' });

function fromFile(url: string): StartedWorker {
  const worker = startModule(url);
  return { worker, where: 'worker', end: () => worker.terminate() };
}

/** Pages may not start a worker of another origin; what they made themselves may import it. */
function fromBlob(url: string): StartedWorker {
  const shim = URL.createObjectURL(new Blob([`import ${JSON.stringify(url)}`], { type: 'text/javascript' }));
  try {
    const worker = startModule(shim);
    const end = () => {
      worker.terminate();
      URL.revokeObjectURL(shim);
    };
    return { worker, where: 'worker from a blob', end };
  } catch (error) {
    URL.revokeObjectURL(shim);
    throw error;
  }
}

/** A real worker from a file of `dist/workers`; from another origin's bundle a blob that imports it. @throws where neither may start */
export function startDedicated(name: string, folder: string | undefined, log: Logger): StartedWorker {
  const url = workerFile(name, folder);
  try {
    return fromFile(url);
  } catch (error) {
    log.debug(`media: no worker from the file ${name} itself`, error);
    return fromBlob(url);
  }
}

/** One way to run the media worker's file. It may fail at once, or say so later: policies are often heard of afterwards. */
export type WayToStart = () => Promise<WorkerLike>;

/** Best first; the last is the page itself. */
export function waysToStart(folder: string | undefined): readonly WayToStart[] {
  const url = workerFile(fileName, folder);
  return [async () => dedicated(fromFile(url)), async () => dedicated(fromBlob(url)), () => onPage(url)];
}

function dedicated({ worker, where, end }: StartedWorker): WorkerLike {
  const like: WorkerLike = {
    where,
    onmessage: () => {},
    onfailure: () => {},
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    terminate: end,
  };
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => like.onmessage(data);
  worker.onerror = (event) =>
    like.onfailure(event instanceof ErrorEvent && event.message !== '' ? event.message : 'not loaded');
  return like;
}

/** What the worker's file offers to a page that has to run it itself. */
interface WorkerModule {
  serveHere(port: MessagePort): void;
}

async function onPage(url: string): Promise<WorkerLike> {
  const channel = new MessageChannel();
  const module = (await import(/* @vite-ignore */ url)) as WorkerModule;
  module.serveHere(channel.port2);
  const like: WorkerLike = {
    where: 'page',
    onmessage: () => {},
    onfailure: () => {},
    post: (message, transfer = []) => channel.port1.postMessage(message, transfer),
    terminate: () => channel.port1.close(),
  };
  channel.port1.onmessage = ({ data }: MessageEvent<FromWorker>) => like.onmessage(data);
  return like;
}
