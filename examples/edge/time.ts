/** /time: what a viewer's clock is set by (DASH UTCTiming http-iso and http-head, the descriptor's clock URL). */
import type { EdgeClock } from './contract.js';
import type { Switchboard } from './faults/switchboard.js';
import { allowMethods } from './http/problem.js';
import { sendText } from './http/respond.js';
import type { Handler } from './http/static.js';

/** What is added to every time the edge as a whole tells, ms: a clock fault on everything. */
export function clockOffset(faults: Switchboard): number {
  return faults.findOnEverything('clock')?.value ?? 0;
}

/** ISO 8601 with milliseconds as the body, and the same second as the Date header. */
export function serveTime(clock: EdgeClock, faults: Switchboard): Handler {
  return async (exchange) => {
    if (exchange.url.pathname !== '/time') return false;
    allowMethods(exchange.request.method, ['GET']);
    const now = new Date(clock.now() + clockOffset(faults));
    sendText(exchange, now.toISOString(), 'text/plain; charset=utf-8', 200, { date: now.toUTCString() });
    return true;
  };
}
