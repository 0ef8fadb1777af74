/** Reads big-endian numbers out of a byte range and never past its end: what does not fit throws `OutOfBytes`. */
export class Cursor {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get at(): number {
    return this.#at;
  }

  /** Bytes left to read. */
  get left(): number {
    return this.bytes.byteLength - this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2));
  }

  u24(): number {
    const at = this.#take(3);
    return this.#view.getUint16(at) * 256 + this.#view.getUint8(at + 2);
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4));
  }

  i16(): number {
    return this.#view.getInt16(this.#take(2));
  }

  i32(): number {
    return this.#view.getInt32(this.#take(4));
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#take(8));
  }

  i64(): bigint {
    return this.#view.getBigInt64(this.#take(8));
  }

  /** A view of the next bytes, not a copy. */
  take(length: number): Uint8Array {
    const at = this.#take(length);
    return this.bytes.subarray(at, at + length);
  }

  /** A view of everything left. */
  rest(): Uint8Array {
    return this.take(this.left);
  }

  /** Four bytes as the four characters that name a box, a brand or a scheme. */
  fourcc(): string {
    return fourccAt(this.bytes, this.#take(4));
  }

  /** UTF-8 up to a zero byte or the end; the zero is taken too. */
  text(): string {
    const end = this.bytes.indexOf(0, this.#at);
    const text = decoder.decode(this.take((end < 0 ? this.bytes.byteLength : end) - this.#at));
    if (end >= 0) this.skip(1);
    return text;
  }

  skip(length: number): void {
    this.#take(length);
  }

  #take(length: number): number {
    const at = this.#at;
    if (length > this.bytes.byteLength - at) throw new OutOfBytes();
    this.#at = at + length;
    return at;
  }
}

/** A structure says that it is longer than its bytes. */
export class OutOfBytes extends Error {
  override readonly name = 'OutOfBytes';

  constructor() {
    super('The structure is longer than its bytes.');
  }
}

const decoder = new TextDecoder();

/** The caller knows that four bytes are there. */
export function fourccAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0, bytes[at + 3] ?? 0);
}

/** Runs a reader of hostile bytes; undefined where they end too early. Every other error is a bug and goes through. */
export function whole<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof OutOfBytes) return undefined;
    throw error;
  }
}
