/** The edge is read from pages of any origin (Fetch standard, CORS protocol); nothing here depends on cookies. */
import type { IncomingMessage, ServerResponse } from 'node:http';

const methods = 'GET, HEAD, POST, PATCH, DELETE, OPTIONS';
/** Headers a script may read; Link, Location and ETag are WHEP's. */
const exposed =
  'Accept-Ranges, Content-Length, Content-Range, Date, ETag, Link, Location, Retry-After, WWW-Authenticate';
const preflightSeconds = '600';

/** Headers for every answer. */
export function allowAnyOrigin(response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-expose-headers', exposed);
  response.setHeader('cross-origin-resource-policy', 'cross-origin');
  response.setHeader('timing-allow-origin', '*');
  response.setHeader('x-content-type-options', 'nosniff');
}

/** Answers an OPTIONS request. Authorization must be named: the wildcard does not cover it. */
export function answerOptions(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(204, {
    allow: methods,
    'access-control-allow-methods': methods,
    'access-control-allow-headers':
      request.headers['access-control-request-headers'] ?? 'Authorization, Content-Type, If-Match, Range',
    'access-control-max-age': preflightSeconds,
  });
  response.end();
}
