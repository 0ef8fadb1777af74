/** Sessions over WebTransport, as visits. */
import type { SessionRequest } from './webtransport/connection.js';
import type { Transport, Visit } from './visit.js';

export function webTransportVisit(request: SessionRequest): Visit {
  return {
    path: request.path,
    authority: request.authority,
    signal: request.signal,
    refuse: (status, headers) => request.refuse(status, headers),
    reset: () => request.reset(),
    accept: async (subprotocols) => {
      const protocol = subprotocols.find((name) => request.protocols.includes(name));
      if (protocol === undefined && subprotocols.length > 0 && !saysInSetup(request.protocols)) {
        await request.refuse(400);
        return undefined;
      }
      const session = await request.accept(protocol ?? '');
      const transport: Transport = {
        protocol: session.protocol,
        closed: session.closed,
        incomingUnidirectionalStreams: session.incomingUnidirectionalStreams,
        incomingBidirectionalStreams: session.incomingBidirectionalStreams,
        createUnidirectionalStream: () => session.createUnidirectionalStream(),
        createBidirectionalStream: () => session.createBidirectionalStream(),
        close: (info) => session.close(info),
        abort: () => session.abort(),
      };
      return transport;
    },
  };
}

/** Whether the viewer may go on without a subprotocol: it offered none, or the one whose version SETUP says. */
function saysInSetup(offered: readonly string[]): boolean {
  return offered.length === 0 || offered.includes('moql') || offered.includes('moq-00');
}
