/**
 * /event.json; ?strip=0 for pictures without the strip; ?protected=cenc or cbcs (1 is cenc) for encrypted streams, of the angles
 * in &angles= alone where that is given; ?captions=1 for streams with captions; ?moq=0 without Media over QUIC.
 */
import type { EdgeClock } from './contract.js';
import { eventDescriptor, type DescriptorInput } from './descriptor.js';
import type { Switchboard } from './faults/switchboard.js';
import { allowMethods, Problem } from './http/problem.js';
import { sendJson } from './http/respond.js';
import type { Handler } from './http/static.js';
import type { Moq } from './moq/index.js';
import { isScheme } from './protected/scheme.js';
import { clockOffset } from './time.js';

export function serveDescriptor(
  clock: EdgeClock,
  faults: Switchboard,
  loopMs: number,
  moq: Pick<Moq, 'webTransport'>,
): Handler {
  return async (exchange) => {
    const { request, url } = exchange;
    if (url.pathname !== '/event.json') return false;
    allowMethods(request.method, ['GET']);
    const descriptor = eventDescriptor({
      nowMs: clock.now(),
      startMs: clock.startMs,
      clockOffsetMs: clockOffset(faults),
      loopMs,
      clean: url.searchParams.get('strip') === '0',
      captioned: url.searchParams.get('captions') === '1',
      ...(url.searchParams.get('moq') !== '0' && {
        moq: { hostname: url.hostname, httpPort: Number(url.port || 80), webTransport: moq.webTransport },
      }),
      encrypted: encrypted(url.searchParams),
    });
    sendJson(exchange, descriptor);
    return true;
  };
}

function encrypted(query: URLSearchParams): DescriptorInput['encrypted'] {
  const asked = query.get('protected');
  if (asked === null || asked === '0') return undefined;
  const scheme = asked === '1' ? 'cenc' : asked;
  if (!isScheme(scheme)) throw new Problem(400, 'protected must be cenc, cbcs, 1 or 0.');
  const angles = query.get('angles')?.split(',');
  return { scheme, ...(angles && { angles }) };
}
