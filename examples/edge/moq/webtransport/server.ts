/** A WebTransport server: HTTP/3 over QUIC, as browsers speak it, for sessions only. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { QUICConnection } from '@matrixai/quic';
import type { Certificate } from '../tls/certificate.js';
import { errorCodes, toApplicationCode, toHttpCode } from './codes.js';
import { Http3Connection, type OnRequest } from './connection.js';
import { catchUp, loadQuic, type Quic } from './quic.js';

export interface WebTransportServerOptions {
  readonly host: string;
  /** 0 for any. */
  readonly port: number;
  readonly certificate: Certificate;
  readonly onRequest: OnRequest;
}

export interface WebTransportServer {
  readonly port: number;
  /** From the next connection on. */
  use(certificate: Certificate): void;
  /** Ends every session and connection, and frees the port. */
  close(): Promise<void>;
}

/** A viewer that says nothing for so long has gone; pings in between keep those who are there. */
const idleTimeoutMs = 30_000;
const keepAliveMs = 10_000;
/** Streams a viewer may have open: control, and one for each request. */
const maxStreams = 1000;
/** What fits into one packet on any path (RFC 9000, 14.1: at least 1200). */
const packetBytes = 1350;
const datagramQueue = 16;

/**
 * @throws QuicError when there is no QUIC for this machine
 * @throws Error when the port is taken
 */
export async function serveWebTransport(options: WebTransportServerOptions): Promise<WebTransportServer> {
  const quic = await loadQuic();
  const server = makeServer(quic, options.certificate);
  const connections = new Set<Http3Connection>();
  server.addEventListener(quic.events.EventQUICServerConnection.name, (event) => {
    if (event instanceof quic.events.EventQUICServerConnection)
      attend(quic, event.detail, options.onRequest, connections);
  });
  await server.start({ host: options.host, port: options.port });
  return {
    port: server.port,
    use: ({ key, certificate }) => server.updateConfig({ key, cert: certificate }),
    async close() {
      for (const connection of connections) connection.close();
      await server.stop({ isApp: true, errorCode: errorCodes.requestCancelled, force: true });
    },
  };
}

function attend(
  { events }: Quic,
  quic: QUICConnection,
  onRequest: OnRequest,
  connections: Set<Http3Connection>,
): void {
  const connection = new Http3Connection(quic, onRequest);
  connections.add(connection);
  quic.addEventListener(events.EventQUICConnectionStream.name, (event) => {
    if (event instanceof events.EventQUICConnectionStream) void connection.onStream(event.detail);
  });
  quic.addEventListener(
    events.EventQUICConnectionClose.name,
    () => {
      connections.delete(connection);
      connection.end();
    },
    { once: true },
  );
  // A peer that is gone already has no streams to catch up with.
  catchUp(quic).catch(() => {});
}

function makeServer(
  { QUICServer, Logger, LogLevel, StreamHandler }: Quic,
  { key, certificate }: Certificate,
) {
  return new QUICServer({
    logger: new Logger('edge', LogLevel.ERROR, [new StreamHandler()]),
    crypto: {
      key: arrayBuffer(randomBytes(32)),
      ops: {
        sign: async (secret, data) => arrayBuffer(mac(secret, data)),
        verify: async (secret, data, signature) => {
          const given = Buffer.from(signature);
          const expected = mac(secret, data);
          return given.byteLength === expected.byteLength && timingSafeEqual(expected, given);
        },
      },
    },
    config: {
      key,
      cert: certificate,
      verifyPeer: false,
      applicationProtos: ['h3'],
      enableDgram: [true, datagramQueue, datagramQueue],
      maxIdleTimeout: idleTimeoutMs,
      keepAliveIntervalTime: keepAliveMs,
      maxSendUdpPayloadSize: packetBytes,
      initialMaxStreamsBidi: maxStreams,
      initialMaxStreamsUni: maxStreams,
    },
    reasonToCode: (_, reason: unknown) => toHttpCode(applicationCode(reason)),
    codeToReason: (_, code) => new StreamReset(toApplicationCode(code)),
  });
}

/** The peer reset a stream, or stopped reading it: shaped like WebTransportError. */
export class StreamReset extends Error {
  override readonly name = 'StreamReset';
  readonly source = 'stream';
  /** Null when the code is not the application's. */
  readonly streamErrorCode: number | null;

  constructor(code: number | undefined) {
    super(`The peer reset the stream with code ${code ?? 'of the transport'}.`);
    this.streamErrorCode = code ?? null;
  }
}

function applicationCode(reason: unknown): number {
  const code: unknown =
    typeof reason === 'object' && reason !== null ? Reflect.get(reason, 'streamErrorCode') : undefined;
  return typeof code === 'number' && Number.isInteger(code) && code >= 0 && code < 2 ** 32 ? code : 0;
}

function mac(key: ArrayBuffer, data: ArrayBuffer): Buffer {
  return createHmac('sha256', Buffer.from(key)).update(Buffer.from(data)).digest();
}

function arrayBuffer({ buffer, byteOffset, byteLength }: Buffer): ArrayBuffer {
  const copy = new ArrayBuffer(byteLength);
  new Uint8Array(copy).set(new Uint8Array(buffer, byteOffset, byteLength));
  return copy;
}
