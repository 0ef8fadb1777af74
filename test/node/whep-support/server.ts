/** A WHEP server on a free port, with the real recordings and a real switchboard. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClock } from '../../../examples/edge/clock.js';
import { Switchboard } from '../../../examples/edge/faults/switchboard.js';
import type { FaultKind } from '../../../examples/edge/contract.js';
import { loadLoop } from '../../../examples/edge/loop.js';
import { createWhep, type Whep, type WhepOptions } from '../../../examples/edge/whep/index.js';

export interface WhepServer {
  /** Origin, without a slash at the end. */
  readonly url: string;
  readonly whep: Whep;
  readonly faults: Switchboard;
  /** Puts a fault on WHEP for an hour; `reset` on the switchboard ends it. */
  fault(kind: FaultKind, value?: number, angle?: string): void;
  close(): Promise<void>;
}

const loop = loadLoop();

/** @param page path to body and type of what else is served, for browsers */
export async function startWhep(
  options: Partial<WhepOptions> = {},
  pages: Readonly<Record<string, { readonly type: string; readonly body: string }>> = {},
): Promise<WhepServer> {
  const recordings = await loop;
  const clock = createClock(recordings.durationMs);
  const faults = new Switchboard(clock);
  const whep = createWhep({ loop: recordings, clock, faults, ...options });
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    void whep.handle(request, response, url).then((handled) => {
      if (handled) return;
      const page = pages[url.pathname];
      response.writeHead(page ? 200 : 404, { 'content-type': page?.type ?? 'text/plain' }).end(page?.body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    whep,
    faults,
    fault: (kind, value = 0, angle = '*') =>
      void faults.set({ kind, value, angle, transport: 'whep', durationMs: 3_600_000 }),
    async close() {
      faults.close();
      await whep.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
