/** Bit by bit access to a NAL unit's payload, with the Exp-Golomb codes of ITU-T H.264, 9.1. */

/** Drops the emulation prevention bytes (ITU-T H.264, 7.4.1.1): NAL unit to raw payload. */
export function unescape(nal: Uint8Array): Uint8Array {
  const raw: number[] = [];
  let zeros = 0;
  for (const byte of nal) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    raw.push(byte);
  }
  return Uint8Array.from(raw);
}

/** Puts emulation prevention bytes in: raw payload to NAL unit. */
export function escape(raw: Uint8Array): Uint8Array {
  const nal: number[] = [];
  let zeros = 0;
  for (const byte of raw) {
    if (zeros >= 2 && byte <= 3) {
      nal.push(3);
      zeros = 0;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    nal.push(byte);
  }
  return Uint8Array.from(nal);
}

export class BitReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get position(): number {
    return this.#position;
  }

  /** @throws RangeError past the end */
  bit(): number {
    const byte = this.#bytes[this.#position >> 3];
    if (byte === undefined) throw new RangeError('The payload ends inside a field.');
    const value = (byte >> (7 - (this.#position & 7))) & 1;
    this.#position += 1;
    return value;
  }

  bits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i += 1) value = value * 2 + this.bit();
    return value;
  }

  /** ue(v) */
  unsigned(): number {
    let zeros = 0;
    while (this.bit() === 0) zeros += 1;
    if (zeros > 32) throw new RangeError('An Exp-Golomb code is longer than 32 bits.');
    return 2 ** zeros - 1 + this.bits(zeros);
  }

  /** se(v) */
  signed(): number {
    const code = this.unsigned();
    return code % 2 === 0 ? -code / 2 : (code + 1) / 2;
  }
}

export class BitWriter {
  readonly #bits: number[] = [];

  bit(value: number): void {
    this.#bits.push(value);
  }

  /** ue(v) */
  unsigned(value: number): void {
    const code = (value + 1).toString(2);
    for (let i = 1; i < code.length; i += 1) this.bit(0);
    for (const digit of code) this.bit(Number(digit));
  }

  /** Zero bits fill the last byte. */
  toBytes(): Uint8Array {
    const bytes = new Uint8Array(Math.ceil(this.#bits.length / 8));
    this.#bits.forEach((value, i) => {
      bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (value << (7 - (i & 7)));
    });
    return bytes;
  }
}
