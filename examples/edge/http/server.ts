/** An HTTP server that survives its clients: every failure is an answer, every connection has a time limit. */
import {
  createServer,
  STATUS_CODES,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import { allowAnyOrigin, answerOptions } from './cors.js';
import type { Handler } from './static.js';
import { Problem, sendProblem } from './problem.js';

/** How long a client may take over its headers, and over the whole request; and how long it may idle in between. */
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 20_000;
const keepAliveTimeoutMs = 30_000;
/** How often those limits are looked at. */
const connectionsCheckingInterval = 2_000;

/** @param handlers asked in turn until one answers; what none answers is a 404 */
export function createHttpServer(handlers: readonly Handler[]): Server {
  const server = createServer({ connectionsCheckingInterval }, (request, response) => {
    // A client that leaves in the middle of an answer is no error of ours.
    response.on('error', () => {});
    answer(handlers, request, response).catch((error: unknown) => sendProblem(response, asProblem(error)));
  });
  server.headersTimeout = headersTimeoutMs;
  server.requestTimeout = requestTimeoutMs;
  server.keepAliveTimeout = keepAliveTimeoutMs;
  server.on('clientError', answerBrokenRequest);
  return server;
}

/** Resolves with the port once the server listens. @throws when the address is taken or not ours */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** Stops listening and ends every connection; running handlers learn it from their signal. */
export function shutDown(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function answer(handlers: readonly Handler[], request: IncomingMessage, response: ServerResponse) {
  allowAnyOrigin(response);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const exchange = { request, response, url: parseUrl(request), signal: gone.signal };
  for (const handle of handlers) if (await handle(exchange)) return;
  throw new Problem(404, 'There is nothing at this path: /event.json says what there is.');
}

/** A handler that answers every OPTIONS request: put it behind those that have their own answer. */
export const serveOptions: Handler = async ({ request, response }) => {
  if (request.method !== 'OPTIONS') return false;
  answerOptions(request, response);
  return true;
};

function parseUrl({ url = '/', headers }: IncomingMessage): URL {
  const host = /^[\w.:[\]-]+$/.test(headers.host ?? '') ? headers.host : 'localhost';
  const text = url.startsWith('/') ? `http://${host}${url}` : url;
  if (!URL.canParse(text)) throw new Problem(400, 'The request target is no URL.');
  return new URL(text);
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  console.error(error);
  return new Problem(500, 'The edge failed at this; its console says where.');
}

/** What Node's parser refuses never becomes a request: answered on the bare socket (RFC 9110, 15.5). */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }[error.code ?? ''] ?? 400;
  const title = STATUS_CODES[status] ?? 'Error';
  const body = JSON.stringify({
    type: 'about:blank',
    title,
    status,
    detail: 'This is no HTTP request that can be read.',
  });
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
