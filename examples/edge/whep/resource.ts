/** `<base>/session/<id>`: an open session (draft-ietf-wish-whep, 4.4 and 4.5). */
import { allowMethods, Problem } from '../http/problem.js';
import { readBody } from './http/body.js';
import { answerPreflight, fragmentType } from './http/cors.js';
import { requireToken } from './http/authorization.js';
import { readIceFragment, type IceFragment } from './sdp/fragment.js';
import { SdpError } from './sdp/lines.js';
import type { Visit } from './whep.js';

const methods = ['GET', 'PATCH', 'DELETE'];

export async function answerResource(visit: Visit, id: string): Promise<void> {
  const { request, response, house } = visit;
  if (request.method === 'OPTIONS') {
    answerPreflight(request, response, methods);
    return;
  }
  allowMethods(request.method, methods);
  const session = house.sessions.get(id);
  if (!session)
    throw new Problem(404, 'There is no such session; it has ended, or never was. POST a new offer.');
  requireToken(house.authorize, request, session.angle);
  if (request.method === 'DELETE') {
    session.end();
    response.writeHead(200, { 'Content-Length': 0 }).end();
    return;
  }
  if (request.method === 'PATCH') {
    const fragment = readFragment(await readBody(request, fragmentType));
    requireMatch(request.headers['if-match'], session.etag);
    if (fragment.credentials && !session.isCurrent(fragment.credentials))
      throw new Problem(
        422,
        'ICE cannot be restarted here; the session goes on as it was. POST a new offer instead.',
      );
    session.addCandidates(fragment.candidates);
  }
  // A session has no representation: GET and HEAD find nothing, successfully.
  response.writeHead(204).end();
}

function readFragment(text: string): IceFragment {
  try {
    return readIceFragment(text);
  } catch (error) {
    if (error instanceof SdpError) throw new Problem(400, error.message);
    throw error;
  }
}

/** RFC 9110, 13.1.1. The draft's own example quotes the asterisk, so both forms are in use. */
function requireMatch(header: string | undefined, etag: string): void {
  if (header === undefined)
    throw new Problem(
      428,
      `Send If-Match with the ETag of the answer, so that candidates meet their ICE session.`,
    );
  const tags = header.split(',').map((tag) => tag.trim());
  if (!tags.some((tag) => tag === etag || tag === '*' || tag === '"*"'))
    throw new Problem(412, `If-Match is ${header}, but the ICE session is ${etag}.`);
}
