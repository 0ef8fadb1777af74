/** The switchboard over HTTP: POST, GET and DELETE on /faults, GET and DELETE on each fault's own URL. */
import { readBody } from '../http/body.js';
import type { Exchange } from '../http/exchange.js';
import { allowMethods, Problem } from '../http/problem.js';
import { sendEmpty, sendJson } from '../http/respond.js';
import type { Handler } from '../http/static.js';
import { parseOrder } from './order.js';
import { maxFaults, type ActiveFault, type Switchboard } from './switchboard.js';

const maxBodyBytes = 64 * 1024;

export function serveFaults(faults: Switchboard, angles: readonly string[]): Handler {
  return async (exchange) => {
    const { pathname } = exchange.url;
    if (pathname === '/faults') await handleAll(faults, angles, exchange);
    else if (pathname.startsWith('/faults/')) handleOne(faults, pathname.slice('/faults/'.length), exchange);
    else return false;
    return true;
  };
}

async function handleAll(faults: Switchboard, angles: readonly string[], exchange: Exchange): Promise<void> {
  const { request } = exchange;
  allowMethods(request.method, ['GET', 'POST', 'DELETE']);
  if (request.method === 'POST') {
    const order = parseOrder(await readBody(request, maxBodyBytes), angles);
    if (faults.list().length >= maxFaults)
      throw new Problem(429, `There are ${maxFaults} faults in force: end some, or all with DELETE /faults.`);
    const fault = faults.set(order);
    sendJson(exchange, describe(fault, exchange), 201, { location: `/faults/${fault.id}` });
  } else if (request.method === 'DELETE') {
    faults.reset();
    sendEmpty(exchange);
  } else {
    sendJson(
      exchange,
      faults.list().map((fault) => describe(fault, exchange)),
    );
  }
}

function handleOne(faults: Switchboard, id: string, exchange: Exchange): void {
  allowMethods(exchange.request.method, ['GET', 'DELETE']);
  const fault = faults.get(id);
  if (!fault) throw new Problem(404, 'There is no such fault: it never was, or has ended.');
  if (exchange.request.method === 'DELETE') {
    faults.end(id);
    sendEmpty(exchange);
  } else sendJson(exchange, describe(fault, exchange));
}

function describe(fault: ActiveFault, { url }: Exchange) {
  return {
    ...fault,
    durationMs: fault.endsAt - fault.startsAt,
    url: new URL(`/faults/${fault.id}`, url).href,
  };
}
