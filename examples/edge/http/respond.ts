import type { OutgoingHttpHeaders } from 'node:http';
import { isHead, type Exchange } from './exchange.js';

/** A whole answer that is never cached. */
export function sendText(
  exchange: Exchange,
  body: string,
  contentType: string,
  status = 200,
  headers: OutgoingHttpHeaders = {},
): void {
  exchange.response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...headers,
  });
  exchange.response.end(isHead(exchange) ? undefined : body);
}

export function sendJson(
  exchange: Exchange,
  value: unknown,
  status = 200,
  headers: OutgoingHttpHeaders = {},
): void {
  sendText(exchange, JSON.stringify(value), 'application/json', status, headers);
}

export function sendEmpty({ response }: Exchange): void {
  response.writeHead(204).end();
}
