/** Cross-origin access for players on other pages (Fetch, 3.2; draft-ietf-wish-whep, 4.3). */
import type { ServerResponse } from 'node:http';

export const sdpType = 'application/sdp';
export const fragmentType = 'application/trickle-ice-sdpfrag';

/** How long a browser may remember a preflight, in seconds. */
const maxAgeS = 86_400;

/** On every answer, so that a page can read an error as well as a success. */
export function allowOrigins(response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Expose-Headers', 'Location, ETag, Link, Accept-Patch, Retry-After');
}

/** The draft asks for 200 and Accept-Post on any OPTIONS. */
export function answerPreflight(response: ServerResponse, methods: readonly string[]): void {
  response
    .writeHead(200, {
      Allow: methods.join(', '),
      'Access-Control-Allow-Methods': methods.join(', '),
      'Access-Control-Allow-Headers': 'Authorization, Content-Type, If-Match',
      'Access-Control-Max-Age': maxAgeS,
      'Accept-Post': sdpType,
      'Accept-Patch': fragmentType,
      'Content-Length': 0,
    })
    .end();
}
