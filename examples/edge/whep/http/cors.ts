/** What a preflight for WHEP is told (Fetch, 3.2; draft-ietf-wish-whep, 4.3). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { allowAnyOrigin } from '../../http/cors.js';

export const sdpType = 'application/sdp';
export const fragmentType = 'application/trickle-ice-sdpfrag';

/** How long a browser may remember a preflight, in seconds. */
const maxAgeS = 86_400;

/** Headers of every answer; scripts of other origins may also read where a session takes candidates. */
export function allowPlayers(response: ServerResponse): void {
  allowAnyOrigin(response);
  response.appendHeader('access-control-expose-headers', 'Accept-Patch');
}

/** The draft asks for 200 and Accept-Post on any OPTIONS. */
export function answerPreflight(
  request: IncomingMessage,
  response: ServerResponse,
  methods: readonly string[],
): void {
  const allowed = [...methods, 'HEAD', 'OPTIONS'].join(', ');
  const asked = request.headers['access-control-request-headers'];
  response
    .writeHead(200, {
      Allow: allowed,
      'Access-Control-Allow-Methods': allowed,
      'Access-Control-Allow-Headers': asked ?? 'Authorization, Content-Type, If-Match',
      'Access-Control-Max-Age': maxAgeS,
      'Accept-Post': sdpType,
      'Accept-Patch': fragmentType,
      'Content-Length': 0,
    })
    .end();
}
