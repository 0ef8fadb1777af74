import type { Environment } from '../../base/index.js';
import type { WorkerLike } from './start-worker.js';

/** A page that goes from one event to the next does so within this, ms; an idle worker is not worth its memory for longer. */
const keepMs = 20_000;

let parked: { readonly worker: WorkerLike; readonly cancel: () => void } | undefined;

/** Keeps a worker that is of no use now for the next load of the page: its code is there, and so are its connections for a while. */
export function park(worker: WorkerLike, environment: Environment): void {
  take()?.terminate();
  const leave = () => take()?.terminate();
  worker.onmessage = () => {};
  // What breaks while nothing is asked of it is not to be relied on.
  worker.onfailure = leave;
  parked = { worker, cancel: environment.setTimer(leave, keepMs) };
}

/** The worker that waits, if one does; it is the caller's now. */
export function take(): WorkerLike | undefined {
  const { worker, cancel } = parked ?? {};
  parked = undefined;
  cancel?.();
  return worker;
}
