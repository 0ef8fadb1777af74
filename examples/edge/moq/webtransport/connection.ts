/** One HTTP/3 connection: tells requests for WebTransport sessions from the streams of those there are. */
import type { QUICConnection, QUICStream } from '@matrixai/quic';
import { ByteReader } from './byte-reader.js';
import { frameTypes, streamTypes } from './codes.js';
import { controlStream, headersFrame } from './frames.js';
import { decodeFields, type Field } from './qpack.js';
import { streamsLeft } from './quic.js';
import { abandon, WebTransportSession } from './session.js';
import { quoted, readStrings } from './structured.js';

/** What a page asks for with `new WebTransport(url, { protocols })`. */
export interface SessionRequest {
  /** Path and query. */
  readonly path: string;
  /** Host and port. */
  readonly authority: string;
  /** The page's; empty when it has none. */
  readonly origin: string;
  /** Subprotocols it offers, the ones it prefers first. */
  readonly protocols: readonly string[];
  /** Fires when whoever asks has gone. */
  readonly signal: AbortSignal;
  /** @param protocol one of those offered; empty for none */
  accept(protocol: string): Promise<WebTransportSession>;
  refuse(status: number, headers?: Readonly<Record<string, string>>): Promise<void>;
  /** Resets the request's stream. */
  reset(): void;
}

export type OnRequest = (request: SessionRequest) => Promise<void>;

/** Larger header blocks are no request of a browser. */
const maxHeaderBytes = 65_536;

export class Http3Connection {
  readonly #quic: QUICConnection;
  readonly #onRequest: OnRequest;
  readonly #sessions = new Map<number, WebTransportSession>();
  readonly #requests = new Map<number, AbortController>();

  constructor(quic: QUICConnection, onRequest: OnRequest) {
    this.#quic = quic;
    this.#onRequest = onRequest;
    // Open for as long as the connection is (RFC 9114, 6.2.1).
    const control = quic.newStream('uni').writable.getWriter();
    control.closed.catch(() => {});
    control.write(controlStream()).catch(() => {});
  }

  get sessions(): ReadonlyMap<number, WebTransportSession> {
    return this.#sessions;
  }

  /** To be called with every stream the peer opens. */
  async onStream(stream: QUICStream): Promise<void> {
    const reader = new ByteReader(stream.readable);
    try {
      if (stream.type === 'uni') await this.#unidirectional(stream, reader);
      else await this.#bidirectional(stream, reader);
    } catch {
      abandon(stream);
    }
  }

  /** The connection is gone. */
  end(): void {
    for (const gone of this.#requests.values()) gone.abort();
    for (const session of [...this.#sessions.values()]) session.abort();
  }

  /** Ends every session with a goodbye. */
  close(): void {
    for (const session of [...this.#sessions.values()]) session.close();
  }

  async #unidirectional(stream: QUICStream, reader: ByteReader): Promise<void> {
    if ((await reader.varint()) !== streamTypes.webTransport) return reader.drain();
    this.#join(await reader.varint(), stream, reader);
  }

  async #bidirectional(stream: QUICStream, reader: ByteReader): Promise<void> {
    for (;;) {
      const type = await reader.varint();
      if (type === undefined) return abandon(stream);
      if (type === frameTypes.webTransportStream) {
        this.#join(await reader.varint(), stream, reader);
        return;
      }
      if (type === frameTypes.headers) return this.#request(stream, reader);
      // Frames of types that nobody knows are passed over (RFC 9114, 9).
      await reader.skip((await reader.varint()) ?? 0);
    }
  }

  #join(id: number | undefined, stream: QUICStream, reader: ByteReader): void {
    const session = id === undefined ? undefined : this.#sessions.get(id);
    if (session) session.accept(stream, reader);
    else abandon(stream);
  }

  async #request(stream: QUICStream, reader: ByteReader): Promise<void> {
    const length = (await reader.varint()) ?? 0;
    if (length > maxHeaderBytes) {
      abandon(stream);
      return;
    }
    const fields = new Map(decodeFields(await reader.bytes(length)));
    const writer = stream.writable.getWriter();
    writer.closed.catch(() => {});
    if (fields.get(':method') !== 'CONNECT' || fields.get(':protocol') !== 'webtransport') {
      await respond(writer, 404, [], true);
      return;
    }
    const gone = new AbortController();
    const id: number = stream.streamId;
    this.#requests.set(id, gone);
    void stream.closedP.then(() => gone.abort());
    try {
      await this.#onRequest(this.#sessionRequest(stream, reader, writer, fields, gone.signal));
    } finally {
      this.#requests.delete(id);
    }
  }

  #sessionRequest(
    stream: QUICStream,
    reader: ByteReader,
    writer: WritableStreamDefaultWriter<Uint8Array>,
    fields: ReadonlyMap<string, string>,
    signal: AbortSignal,
  ): SessionRequest {
    return {
      path: fields.get(':path') ?? '/',
      authority: fields.get(':authority') ?? '',
      origin: fields.get('origin') ?? '',
      protocols: readStrings(fields.get('wt-available-protocols') ?? ''),
      signal,
      accept: async (protocol) => {
        const id: number = stream.streamId;
        const session = new WebTransportSession({
          connect: stream,
          reader,
          writer,
          protocol,
          open: (type) => this.#open(type),
          onEnd: () => this.#sessions.delete(id),
        });
        this.#sessions.set(id, session);
        const agreed: Field[] = protocol === '' ? [] : [['wt-protocol', quoted(protocol)]];
        await respond(writer, 200, [['sec-webtransport-http3-draft', 'draft02'], ...agreed], false);
        return session;
      },
      refuse: (status, headers = {}) => respond(writer, status, Object.entries(headers), true),
      reset: () => abandon(stream),
    };
  }

  #open(type: 'uni' | 'bidi'): QUICStream {
    if (streamsLeft(this.#quic, type) <= 0)
      throw new DOMException('The peer allows no more streams now.', 'QuotaExceededError');
    return this.#quic.newStream(type);
  }
}

async function respond(
  writer: WritableStreamDefaultWriter<Uint8Array>,
  status: number,
  headers: readonly Field[],
  last: boolean,
): Promise<void> {
  await writer.write(headersFrame([[':status', String(status)], ...headers]));
  if (last) await writer.close();
}
