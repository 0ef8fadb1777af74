/** /event.json, and /event.json?strip=0 for pictures without the strip. */
import type { EdgeClock } from './contract.js';
import { eventDescriptor } from './descriptor.js';
import type { Switchboard } from './faults/switchboard.js';
import { allowMethods } from './http/problem.js';
import { sendJson } from './http/respond.js';
import type { Handler } from './http/static.js';
import { clockOffset } from './time.js';

export function serveDescriptor(clock: EdgeClock, faults: Switchboard, loopMs: number): Handler {
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
    });
    sendJson(exchange, descriptor);
    return true;
  };
}
