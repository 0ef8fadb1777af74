/** /certificate.sha256: where @moq/net looks for the certificate's hash when it is given an `http:` URL. */
import { allowMethods, Problem } from '../http/problem.js';
import { sendText } from '../http/respond.js';
import type { Handler } from '../http/static.js';
import type { Moq } from './moq.js';

export function serveFingerprint(moq: Pick<Moq, 'webTransport'>): Handler {
  return async (exchange) => {
    if (exchange.url.pathname !== '/certificate.sha256') return false;
    allowMethods(exchange.request.method, ['GET']);
    const hash = moq.webTransport?.certificateHashes[0];
    if (!hash) throw new Problem(404, 'There is no WebTransport here: this machine has no QUIC.');
    sendText(exchange, hash, 'text/plain; charset=utf-8');
    return true;
  };
}
