/** Reads a stream of bytes integer by integer, and hands on what is left of it. */
import { readVarint, varintLength } from './varint.js';

/** The stream ended in the middle of what had to come. */
export class UnexpectedEnd extends Error {
  override readonly name = 'UnexpectedEnd';
}

/** What is needed of a ReadableStream of bytes; pages' and Node's types of those do not fit each other. */
export interface ByteSource {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
    cancel(reason?: unknown): Promise<void>;
  };
}

export class ByteReader {
  readonly #reader: ReturnType<ByteSource['getReader']>;
  #buffer: Uint8Array = new Uint8Array();

  constructor(stream: ByteSource) {
    this.#reader = stream.getReader();
  }

  /** The next integer; undefined where the stream ends before it begins. @throws UnexpectedEnd inside it */
  async varint(): Promise<number | undefined> {
    if (!(await this.#fill(1))) return undefined;
    return readVarint(await this.bytes(varintLength(this.#buffer[0] ?? 0)));
  }

  /** @throws UnexpectedEnd when fewer come */
  async bytes(count: number): Promise<Uint8Array> {
    if (!(await this.#fill(count)))
      throw new UnexpectedEnd(`A stream ended ${count - this.#buffer.byteLength} bytes early.`);
    const bytes = this.#buffer.subarray(0, count);
    this.#buffer = this.#buffer.subarray(count);
    return bytes;
  }

  /** Passes over bytes without keeping them. */
  async skip(count: number): Promise<void> {
    let left = count;
    while (left > 0) {
      if (!(await this.#fill(1))) throw new UnexpectedEnd(`A stream ended ${left} bytes early.`);
      const here = Math.min(left, this.#buffer.byteLength);
      this.#buffer = this.#buffer.subarray(here);
      left -= here;
    }
  }

  /** Everything that has not been read; nothing else may read from here on. */
  rest(): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          const early = this.#buffer;
          if (early.byteLength > 0) {
            this.#buffer = new Uint8Array();
            controller.enqueue(early);
            return;
          }
          const { value, done } = await this.#reader.read();
          if (done || !value) controller.close();
          else controller.enqueue(value);
        },
        cancel: (reason) => this.#reader.cancel(reason).catch(() => {}),
      },
      { highWaterMark: 0 },
    );
  }

  /** Reads to the end without keeping anything; a stream that breaks has ended too. */
  async drain(): Promise<void> {
    try {
      while (!(await this.#reader.read()).done);
    } catch {
      // Reset by the peer, or gone with the connection.
    }
  }

  async #fill(count: number): Promise<boolean> {
    while (this.#buffer.byteLength < count) {
      const { value, done } = await this.#reader.read();
      if (done || !value) return false;
      this.#buffer = this.#buffer.byteLength === 0 ? value : Buffer.concat([this.#buffer, value]);
    }
    return true;
  }
}
