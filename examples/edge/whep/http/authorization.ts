/** Bearer tokens (RFC 6750), which the draft has every WHEP server support. */
import type { IncomingMessage } from 'node:http';
import { Problem } from '../../http/problem.js';

/** @returns whether whoever brings `token` (undefined: none) may watch `angle` */
export type Authorize = (token: string | undefined, angle: string) => boolean;

/** @throws Problem 401 with the challenge the client needs */
export function requireToken(authorize: Authorize, request: IncomingMessage, angle: string): void {
  const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (authorize(token, angle)) return;
  if (token === undefined)
    throw new Problem(401, `"${angle}" needs a token. Send Authorization: Bearer <token>.`, {
      'WWW-Authenticate': 'Bearer',
    });
  throw new Problem(401, `The token does not open "${angle}". Ask for a new one.`, {
    'WWW-Authenticate': 'Bearer error="invalid_token"',
  });
}
