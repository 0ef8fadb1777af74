/** Header fields in QPACK (RFC 9204) without a dynamic table: our SETTINGS leave it at size 0, so no peer may use one. */
import { decodeHuffman } from './huffman.js';
import { staticTable } from './static-table.js';

export type Field = readonly [name: string, value: string];

/** The header block is broken, or refers to a table that does not exist. */
export class QpackError extends Error {
  override readonly name = 'QpackError';
}

/** The largest string that is taken: far beyond any URL. */
const maxStringBytes = 65_536;

/** @throws QpackError */
export function decodeFields(block: Uint8Array): readonly Field[] {
  const reader = new PrefixReader(block);
  const insertCount = reader.integer(8);
  reader.integer(7); // base
  if (insertCount !== 0) throw new QpackError('A header block needs a dynamic table; there is none.');
  const fields: Field[] = [];
  while (!reader.done) fields.push(fieldLine(reader));
  return fields;
}

/** RFC 9204, 4.5. */
function fieldLine(reader: PrefixReader): Field {
  const first = reader.peek();
  if (first & 0x80) {
    requireStatic(first & 0x40);
    return staticEntry(reader.integer(6));
  }
  if (first & 0x40) {
    requireStatic(first & 0x10);
    const [name] = staticEntry(reader.integer(4));
    return [name, reader.string(7)];
  }
  if (first & 0x20) {
    const name = reader.string(3);
    return [name, reader.string(7)];
  }
  throw new QpackError('A header refers to the dynamic table; there is none.');
}

function requireStatic(bit: number): void {
  if (bit === 0) throw new QpackError('A header refers to the dynamic table; there is none.');
}

function staticEntry(index: number): Field {
  const entry = staticTable[index];
  if (!entry) throw new QpackError(`The static table has no entry ${index}.`);
  return entry;
}

/** Names that the static table has as references, everything else as plain strings. */
export function encodeFields(fields: readonly Field[]): Uint8Array {
  const lines = fields.flatMap(([name, value]) => {
    const whole = staticTable.findIndex((entry) => entry[0] === name && entry[1] === value);
    if (whole >= 0) return [prefixed(0xc0, 6, whole)];
    const named = staticTable.findIndex((entry) => entry[0] === name);
    return named >= 0
      ? [prefixed(0x50, 4, named), ...string(0x00, 7, value)]
      : [...string(0x20, 3, name), ...string(0x00, 7, value)];
  });
  return Buffer.concat([Uint8Array.of(0, 0), ...lines]);
}

function string(flags: number, bits: number, text: string): Uint8Array[] {
  const bytes = Buffer.from(text, 'latin1');
  return [prefixed(flags, bits, bytes.byteLength), bytes];
}

/** An integer in the low `bits` of a byte and as many more as it takes (RFC 7541, 5.1). */
function prefixed(flags: number, bits: number, value: number): Uint8Array {
  const most = 2 ** bits - 1;
  if (value < most) return Uint8Array.of(flags | value);
  const bytes = [flags | most];
  let left = value - most;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) | 0x80);
  return Uint8Array.of(...bytes, left);
}

class PrefixReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.byteLength;
  }

  peek(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new QpackError('A header block ends inside a field.');
    return byte;
  }

  integer(bits: number): number {
    const most = 2 ** bits - 1;
    let value = this.#next() & most;
    if (value < most) return value;
    for (let weight = 1; weight <= 2 ** 35; weight *= 0x80) {
      const byte = this.#next();
      value += (byte & 0x7f) * weight;
      if (byte < 0x80) return value;
    }
    throw new QpackError('A header block holds an integer that is too large.');
  }

  /** The bit above the length says whether it is Huffman-coded. */
  string(bits: number): string {
    const coded = (this.peek() & (2 ** bits)) !== 0;
    const length = this.integer(bits);
    const end = this.#at + length;
    if (length > maxStringBytes || end > this.#bytes.byteLength)
      throw new QpackError('A header block ends inside a string, or the string is too long.');
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return Buffer.from(coded ? decodeHuffman(bytes) : bytes).toString('latin1');
  }

  #next(): number {
    const byte = this.peek();
    this.#at += 1;
    return byte;
  }
}
