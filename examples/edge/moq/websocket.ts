/** Sessions over WebSocket (QMux), for viewers without WebTransport: upgrades of the edge's HTTP connections. */
import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { MoqLibrary } from './library.js';
import { PlainSocket } from './plain-socket.js';
import type { Transport, Visit } from './visit.js';

/** Frames hold one QMux record: larger ones are no viewer's. */
const maxPayload = 1 << 20;

/** What may wait in the socket before groups do: they can still be overtaken. */
const sendBufferBytes = 65_536;

export class WebSocketDoor {
  readonly #library: MoqLibrary['qmux'];
  readonly #server = new WebSocketServer({ noServer: true, maxPayload, clientTracking: false });
  readonly #open = new Set<WebSocket>();

  constructor(library: MoqLibrary['qmux']) {
    this.#library = library;
  }

  visit(request: IncomingMessage, socket: Duplex, head: Buffer): Visit {
    const gone = new AbortController();
    socket.on('error', () => {});
    socket.once('close', () => gone.abort());
    const refuse = async (status: number, headers: Readonly<Record<string, string>> = {}) => {
      const lines = Object.entries({ ...headers, connection: 'close', 'content-length': '0' });
      const title = STATUS_CODES[status] ?? 'Error';
      socket.end(
        `HTTP/1.1 ${status} ${title}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
      );
    };
    return {
      path: request.url ?? '/',
      authority: request.headers.host ?? 'localhost',
      signal: gone.signal,
      refuse,
      reset: () => void socket.destroy(),
      accept: async (subprotocols) => {
        const wire = this.#library.selectSubprotocol(request.headers['sec-websocket-protocol'], {
          protocols: [...subprotocols],
          versions: Object.fromEntries(subprotocols.map((name) => [name, null])),
        });
        if (wire === undefined) {
          await refuse(400);
          return undefined;
        }
        const webSocket = await this.#upgrade(request, socket, head, wire);
        return webSocket && this.#transport(webSocket, wire);
      },
    };
  }

  close(): void {
    for (const webSocket of this.#open) webSocket.terminate();
    this.#server.close();
  }

  #upgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    protocol: string,
  ): Promise<WebSocket | undefined> {
    return new Promise((resolve) => {
      socket.once('close', () => resolve(undefined));
      this.#server.options.handleProtocols = () => protocol;
      this.#server.handleUpgrade(request, socket, head, resolve);
    });
  }

  async #transport(webSocket: WebSocket, protocol: string): Promise<Transport> {
    this.#open.add(webSocket);
    webSocket.once('close', () => this.#open.delete(webSocket));
    webSocket.binaryType = 'arraybuffer';
    const session = this.#library.default.accept(new PlainSocket(webSocket), {
      protocol,
      sendBufferSize: sendBufferBytes,
    });
    session.closed.catch(() => {}); // whoever leaves without a word has left
    await session.ready;
    return {
      protocol: session.protocol,
      closed: session.closed,
      incomingUnidirectionalStreams: session.incomingUnidirectionalStreams,
      incomingBidirectionalStreams: session.incomingBidirectionalStreams,
      createUnidirectionalStream: (options) => session.createUnidirectionalStream(options),
      createBidirectionalStream: (options) => session.createBidirectionalStream(options),
      close: (info) => session.close(info),
      abort: () => webSocket.terminate(),
    };
  }
}
