/** The embedded edge: the venue, live on the real clock, over every transport, with faults on demand. */
import { createClock } from './clock.js';
import type { EdgeClock, Loop } from './contract.js';
import { serveDescriptor } from './descriptor-route.js';
import { serveFaults } from './faults/routes.js';
import { Switchboard } from './faults/switchboard.js';
import { createHttpServer, listen, serveOptions, shutDown } from './http/server.js';
import type { Handler } from './http/static.js';
import { loadLoop } from './loop.js';
import { createMoq, type Moq, type MoqOptions } from './moq/index.js';
import { createLicenseServer } from './protected/license-server.js';
import { serveFingerprint } from './moq/fingerprint.js';
import { Streams } from './streams/routes.js';
import { serveTime } from './time.js';
import { createWhep } from './whep/index.js';

export type { Handler } from './http/static.js';
export { serveFolder } from './http/static.js';

export interface EdgeOptions {
  /** Address to listen on; 127.0.0.1 unless told otherwise. */
  readonly host?: string;
  /** Port to listen on; 0, the default, takes a free one. */
  readonly port?: number;
  /** What else is served on the same origin: asked in turn for paths that are not the edge's own. */
  readonly handlers?: readonly Handler[];
  /** The recordings; read from examples/venue/media unless given. */
  readonly loop?: Loop;
  /** From 0 up to 1: decides what drop and corrupt hit. */
  readonly random?: () => number;
  /** Media over QUIC: who may watch it, and who is told when samples leave. */
  readonly moq?: Pick<MoqOptions, 'authorize' | 'onHandover'>;
}

export interface Edge {
  /** Origin, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly clock: EdgeClock;
  readonly faults: Switchboard;
  readonly moq: Pick<Moq, 'sessions' | 'webTransport'>;
  /** Ends every session, blocked request and timer, and frees the port. */
  close(): Promise<void>;
}

/** Starts the edge. @throws when the port is taken, or the recordings are missing or broken */
export async function createEdge(options: EdgeOptions = {}): Promise<Edge> {
  const { host = '127.0.0.1', handlers = [], random = Math.random } = options;
  const loop = options.loop ?? (await loadLoop());
  const clock = createClock(loop.durationMs);
  const faults = new Switchboard(clock);
  const streams = new Streams({ loop, clock, faults, random });
  const whep = createWhep({ loop, clock, faults, random });
  const angles = [...loop.angles.keys()];
  const licenses = createLicenseServer({ angles, faults, random });
  const moq = await createMoq({ loop, clock, faults, random, ...options.moq });
  const server = createHttpServer([
    ({ request, response, url }) => whep.handle(request, response, url),
    serveOptions,
    streams.handle,
    licenses.handle,
    serveFaults(faults, angles),
    serveTime(clock, faults),
    serveDescriptor(clock, faults, loop.durationMs, moq),
    serveFingerprint(moq),
    ...handlers,
  ]);
  server.on('upgrade', (request, socket, head) => {
    if (!moq.upgrade(request, socket, head)) socket.destroy();
  });

  async function close(): Promise<void> {
    faults.close();
    streams.close();
    licenses.close();
    await Promise.all([whep.close(), moq.close(), shutDown(server)]);
  }

  try {
    const port = await listen(server, options.port ?? 0, host);
    await moq.listen(host, port);
    const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
    return { url, port, clock, faults, moq, close };
  } catch (error) {
    await close();
    throw error;
  }
}
