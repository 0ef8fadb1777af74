import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request, its answer, and a signal that fires when the client has gone or the edge closes. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly signal: AbortSignal;
}

/** Resets the connection (TCP RST), whatever has been sent. */
export function reset({ request }: Pick<Exchange, 'request'>): void {
  request.socket.resetAndDestroy();
}

/** Whether the request is answered by a body; HEAD asks for the headers only. */
export function isHead({ request }: Pick<Exchange, 'request'>): boolean {
  return request.method === 'HEAD';
}
