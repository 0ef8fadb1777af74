/** `<base>/<angle>`: where a session is asked for (draft-ietf-wish-whep, 4.2 and 4.3). */
import { allowMethods, Problem } from '../http/problem.js';
import { readBody } from './http/body.js';
import { answerPreflight, fragmentType, sdpType } from './http/cors.js';
import { requireToken } from './http/authorization.js';
import { DisagreementError } from './sdp/agreement.js';
import { SdpError } from './sdp/lines.js';
import type { Visit } from './whep.js';

const methods = ['GET', 'POST'];

export async function answerEndpoint(visit: Visit, angle: string): Promise<void> {
  const { request, response, house } = visit;
  if (request.method === 'OPTIONS') {
    answerPreflight(request, response, methods);
    return;
  }
  allowMethods(request.method, methods);
  house.sessions.trackOf(angle);
  if (await house.faults.intercept(angle, request, response)) return;
  requireToken(house.authorize, request, angle);
  if (request.method === 'POST') await openSession(visit, angle);
  // HEAD and GET: by the type alone a player learns that offers are taken here.
  else response.writeHead(200, { 'Content-Type': sdpType, 'Content-Length': 0 }).end();
}

async function openSession({ request, response, url, house }: Visit, angle: string): Promise<void> {
  const sdp = await readBody(request, sdpType);
  const strip = url.searchParams.get('strip') !== '0';
  const { session, answer } = await house.sessions.open(angle, sdp, strip).catch(explain);
  response
    .writeHead(201, {
      'Content-Type': sdpType,
      'Content-Length': Buffer.byteLength(answer),
      Location: `${house.basePath}/session/${session.id}`,
      ETag: session.etag,
      'Accept-Patch': fragmentType,
      'Cache-Control': 'no-store',
    })
    .end(answer);
}

/** The draft leaves 406 to servers that make an offer of their own, so an offer we cannot meet is a 422. */
function explain(error: unknown): never {
  if (error instanceof SdpError) throw new Problem(400, error.message);
  if (error instanceof DisagreementError) throw new Problem(422, error.message);
  throw error;
}
