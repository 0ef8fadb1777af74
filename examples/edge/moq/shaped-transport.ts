/**
 * A session as @moq/net gets it: what it sends in groups is sent at the rate that faults allow, a group that does not
 * get through is dropped for the newer ones, and each object's way into the socket is told.
 */
import type { Timetable } from './timetable.js';
import type { RateLimit } from './rate-limit.js';
import type { Transport } from './visit.js';

export interface ShapingInput {
  readonly transport: Transport;
  readonly agenda: Timetable;
  readonly rate: RateLimit;
  /** Told of every chunk once the transport has taken it. */
  readonly onSent: (chunk: Uint8Array) => void;
}

interface Held {
  /** As it was given. */
  readonly chunk: Uint8Array;
  readonly bytes: Uint8Array;
}

/** A group whose next bytes have waited for so long is of the past. */
const staleMs = 2000;

/** Chunks below this are lengths and times: they go with the object they describe, in one packet. */
const objectBytes = 32;

export class ShapedTransport implements WebTransport {
  readonly protocol: string;
  readonly ready: Promise<void> = Promise.resolve();
  readonly closed: Promise<WebTransportCloseInfo>;
  readonly datagrams: WebTransportDatagramDuplexStream;
  readonly #input: ShapingInput;

  constructor(input: ShapingInput) {
    const { transport } = input;
    this.#input = input;
    this.protocol = transport.protocol;
    // Whoever leaves without a word has left, too: nobody here waits for the difference.
    this.closed = transport.closed.then(
      () => ({}),
      () => ({}),
    );
    this.datagrams = noDatagrams(this.closed);
  }

  get incomingUnidirectionalStreams(): ReadableStream {
    return this.#input.transport.incomingUnidirectionalStreams;
  }

  get incomingBidirectionalStreams(): ReadableStream {
    return this.#input.transport.incomingBidirectionalStreams;
  }

  createBidirectionalStream(
    options?: WebTransportSendStreamOptions,
  ): Promise<WebTransportBidirectionalStream> {
    return this.#input.transport.createBidirectionalStream(options);
  }

  async createUnidirectionalStream(
    options?: WebTransportSendStreamOptions,
  ): Promise<WritableStream<Uint8Array>> {
    return this.#shape(await this.#input.transport.createUnidirectionalStream(options));
  }

  close(info?: WebTransportCloseInfo): void {
    this.#input.transport.close(info);
  }

  #shape(stream: WritableStream<Uint8Array>): WritableStream<Uint8Array> {
    const { onSent } = this.#input;
    const writer = stream.getWriter();
    let held: Held[] = [];
    let flushing: NodeJS.Immediate | undefined;
    let sent: Promise<void> = Promise.resolve();
    const send = async () => {
      clearImmediate(flushing);
      flushing = undefined;
      const chunks = held;
      held = [];
      if (chunks.length === 0) return;
      await this.#inTime(writer, Buffer.concat(chunks.map(({ bytes }) => bytes)));
      for (const { chunk } of chunks) onSent(chunk);
    };
    /** One after the other, whoever calls. */
    const flush = () => {
      sent = sent.then(send);
      return sent;
    };
    const shaped = new WritableStream<Uint8Array>({
      start: (controller) => {
        writer.closed.catch((error: unknown) => controller.error(error));
        // `abort` below waits for a write that is stuck; this does not.
        controller.signal.addEventListener('abort', () => {
          writer.abort(controller.signal.reason).catch(() => {});
        });
      },
      write: async (chunk) => {
        const small = chunk.byteLength < objectBytes;
        // Small ones are written into the same few bytes again and again.
        held.push({ chunk, bytes: small ? chunk.slice() : chunk });
        if (!small) await flush();
        else flushing ??= setImmediate(() => void flush().catch(() => {}));
      },
      close: async () => {
        await flush();
        await writer.close();
      },
      abort: async (reason) => {
        clearImmediate(flushing);
        await writer.abort(reason).catch(() => {});
      },
    });
    // Set anew whenever the ranks of groups change; WebTransport has it as an attribute.
    Object.defineProperty(shaped, 'sendOrder', { set: (order) => Reflect.set(stream, 'sendOrder', order) });
    return shaped;
  }

  async #inTime(writer: WritableStreamDefaultWriter<Uint8Array>, bytes: Uint8Array): Promise<void> {
    const { agenda, rate } = this.#input;
    const late = new AbortController();
    const cancel = agenda.at(agenda.now() + staleMs, () => {
      const stale = new Error('The group is of the past: newer ones have come.');
      late.abort(stale);
      writer.abort(stale).catch(() => {});
    });
    const write = async () => {
      await rate.take(bytes.byteLength, late.signal);
      await writer.write(bytes);
    };
    // Not every transport lets go of a write that is stuck.
    const overdue = new Promise<never>((_, reject) => {
      late.signal.addEventListener('abort', () => reject(late.signal.reason));
    });
    try {
      await Promise.race([write(), overdue]);
    } finally {
      cancel();
    }
  }
}

/** None are sent, and none arrive. */
function noDatagrams(closed: Promise<unknown>): WebTransportDatagramDuplexStream {
  const readable = new ReadableStream({ start: (controller) => void closed.then(() => controller.close()) });
  return {
    readable,
    writable: new WritableStream(),
    maxDatagramSize: 0,
    incomingHighWaterMark: 0,
    incomingMaxAge: null,
    outgoingHighWaterMark: 0,
    outgoingMaxAge: null,
  };
}
