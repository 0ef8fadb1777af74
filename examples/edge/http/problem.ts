import { STATUS_CODES, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';

/** An answer that is an error: thrown where it is found, sent as problem details (RFC 9457) where requests are handled. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  /** Headers the status asks for: Allow, Retry-After, WWW-Authenticate. */
  readonly headers: OutgoingHttpHeaders;

  /** @param detail what happened here and what would work */
  constructor(status: number, detail: string, headers: OutgoingHttpHeaders = {}) {
    super(detail);
    this.status = status;
    this.headers = headers;
  }
}

/** @throws Problem 405 unless the method is one of these; HEAD goes where GET does */
export function allowMethods(method: string | undefined, allowed: readonly string[]): void {
  const all = allowed.includes('GET') ? [...allowed, 'HEAD'] : allowed;
  if (method !== undefined && all.includes(method)) return;
  const list = [...all, 'OPTIONS'].join(', ');
  throw new Problem(405, `${method ?? 'This method'} does not work here: ${list} do.`, { allow: list });
}

/** Sends the problem, unless an answer is on its way already: then the connection is all that can be ended. */
export function sendProblem(response: ServerResponse, problem: Problem): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, message, headers } = problem;
  const body = JSON.stringify({
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: message,
  });
  response.writeHead(status, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
