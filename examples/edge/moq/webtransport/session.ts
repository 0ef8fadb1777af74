/** One WebTransport session at the server's end, with the interface that pages know. */
import type { QUICStream } from '@matrixai/quic';
import { ByteReader } from './byte-reader.js';
import { frameTypes, streamTypes } from './codes.js';
import { closeFrame, readCapsules, type CloseInfo } from './frames.js';
import { varint } from './varint.js';

export interface SessionInput {
  /** Its CONNECT stream, with which it lives and dies; the response has been sent. */
  readonly connect: QUICStream;
  readonly reader: ByteReader;
  readonly writer: WritableStreamDefaultWriter<Uint8Array>;
  /** The agreed subprotocol; empty without. */
  readonly protocol: string;
  /** @throws QuotaError when the peer allows no more streams now */
  readonly open: (type: 'uni' | 'bidi') => QUICStream;
  readonly onEnd: (session: WebTransportSession) => void;
}

/** A stream the peer opened, as the page's end has it. */
export interface BidirectionalStream {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
}

/** How long the peer may take to read our goodbye before its stream is reset. */
const goodbyeMs = 1000;

export class WebTransportSession {
  readonly protocol: string;
  readonly ready: Promise<void> = Promise.resolve();
  /** Never rejects: a session that breaks has ended, too. */
  readonly closed: Promise<CloseInfo>;
  readonly incomingUnidirectionalStreams: ReadableStream<ReadableStream<Uint8Array>>;
  readonly incomingBidirectionalStreams: ReadableStream<BidirectionalStream>;
  readonly #input: SessionInput;
  readonly #prefix: { readonly uni: Uint8Array; readonly bidi: Uint8Array };
  readonly #streams = new Set<QUICStream>();
  readonly #uni = incoming<ReadableStream<Uint8Array>>();
  readonly #bidi = incoming<BidirectionalStream>();
  #settle: (info: CloseInfo) => void = () => {};
  #ended = false;

  constructor(input: SessionInput) {
    const id = varint(input.connect.streamId);
    this.#input = input;
    this.protocol = input.protocol;
    this.incomingUnidirectionalStreams = this.#uni.stream;
    this.incomingBidirectionalStreams = this.#bidi.stream;
    this.#prefix = {
      uni: Buffer.concat([varint(streamTypes.webTransport), id]),
      bidi: Buffer.concat([varint(frameTypes.webTransportStream), id]),
    };
    this.closed = new Promise((resolve) => (this.#settle = resolve));
    readCapsules(input.reader).then(
      (info) => this.#end(info),
      () => this.#end({ closeCode: 0, reason: 'The connection was lost.' }),
    );
  }

  /** Takes a stream of the peer's; what names the session has been read. */
  accept(stream: QUICStream, reader: ByteReader): void {
    if (this.#ended) {
      abandon(stream);
      return;
    }
    this.#hold(stream);
    const readable = reader.rest();
    if (stream.type === 'uni') this.#uni.add(readable);
    else this.#bidi.add({ readable, writable: stream.writable });
  }

  async createUnidirectionalStream(): Promise<WritableStream<Uint8Array>> {
    return prefixed(this.#open('uni'), this.#prefix.uni);
  }

  async createBidirectionalStream(): Promise<BidirectionalStream> {
    const stream = this.#open('bidi');
    return {
      readable: new ByteReader(stream.readable).rest(),
      writable: prefixed(stream, this.#prefix.bidi),
    };
  }

  /** Says goodbye and ends everything. Idempotent. */
  close({ closeCode = 0, reason = '' }: Partial<CloseInfo> = {}): void {
    if (this.#ended) return;
    const { writer, connect } = this.#input;
    const info = { closeCode, reason };
    const timer = setTimeout(() => abandon(connect), goodbyeMs);
    writer
      .write(closeFrame(info))
      .then(() => writer.close())
      .catch(() => {})
      .finally(() => clearTimeout(timer));
    this.#end(info);
  }

  /** Ends everything without a word, as when a server dies. Idempotent. */
  abort(): void {
    abandon(this.#input.connect);
    this.#end({ closeCode: 0, reason: 'The session was reset.' });
  }

  #open(type: 'uni' | 'bidi'): QUICStream {
    if (this.#ended) throw new Error('The session has ended.');
    const stream = this.#input.open(type);
    this.#hold(stream);
    return stream;
  }

  #hold(stream: QUICStream): void {
    this.#streams.add(stream);
    void stream.closedP.then(() => this.#streams.delete(stream));
  }

  #end(info: CloseInfo): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#uni.end();
    this.#bidi.end();
    for (const stream of this.#streams) abandon(stream);
    this.#settle(info);
    this.#input.onEnd(this);
  }
}

/** Resets and stops it, whichever of the two it still can. */
export function abandon(stream: QUICStream, reason: unknown = new Error('The session has ended.')): void {
  try {
    if (!stream.closed) stream.cancel(reason);
  } catch {
    // Its connection is gone, and it with it.
  }
}

function incoming<Stream>() {
  let controller: ReadableStreamDefaultController<Stream> | undefined;
  let ended = false;
  const stream = new ReadableStream<Stream>({ start: (given) => void (controller = given) });
  return {
    stream,
    add: (one: Stream) => {
      if (!ended) controller?.enqueue(one);
    },
    end: () => {
      ended = true;
      try {
        controller?.close();
      } catch {
        // Whoever read it has cancelled it.
      }
    },
  };
}

/** What is written goes behind the bytes that say whose stream it is. */
function prefixed(stream: QUICStream, prefix: Uint8Array): WritableStream<Uint8Array> {
  const writer = stream.writable.getWriter();
  writer.closed.catch(() => {}); // whoever writes is told
  let first: Uint8Array | undefined = prefix;
  const behindPrefix = (chunk: Uint8Array) => {
    const bytes = first ? Buffer.concat([first, chunk]) : chunk;
    first = undefined;
    return bytes;
  };
  return new WritableStream<Uint8Array>({
    start: (controller) => {
      writer.closed.catch((error: unknown) => controller.error(error));
      // The library would wait for a write that is stuck; what is reset must not.
      controller.signal.addEventListener('abort', () => {
        if (stream.type === 'uni') abandon(stream, controller.signal.reason);
      });
    },
    write: (chunk) => writer.write(behindPrefix(chunk)),
    close: async () => {
      if (first) await writer.write(first);
      await writer.close();
    },
    abort: (reason) => writer.abort(reason).catch(() => {}),
  });
}
