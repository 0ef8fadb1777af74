import { OutOfBytes } from './cursor.js';

/** An Exp-Golomb number of more leading zeros does not fit 32 bits: the syntax has none (H.264 9.1). */
const mostLeadingZeros = 31;

/** Reads single bits, most significant first, and Exp-Golomb numbers; past the end throws `OutOfBytes`. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get bitsLeft(): number {
    return this.#bytes.byteLength * 8 - this.#at;
  }

  flag(): boolean {
    return this.bits(1) === 1;
  }

  /** An unsigned number of up to 32 bits. */
  bits(count: number): number {
    if (count > this.bitsLeft) throw new OutOfBytes();
    let value = 0;
    for (let left = count; left > 0;) {
      const inByte = 8 - (this.#at & 7);
      const taken = Math.min(inByte, left);
      const byte = this.#bytes[this.#at >> 3] ?? 0;
      value = value * 2 ** taken + ((byte >> (inByte - taken)) & ((1 << taken) - 1));
      this.#at += taken;
      left -= taken;
    }
    return value;
  }

  skip(count: number): void {
    if (count > this.bitsLeft) throw new OutOfBytes();
    this.#at += count;
  }

  /** ue(v), H.264 and H.265 9.2. */
  unsigned(): number {
    let zeros = 0;
    while (!this.flag()) if (++zeros > mostLeadingZeros) throw new OutOfBytes();
    return 2 ** zeros - 1 + this.bits(zeros);
  }

  /** se(v). */
  signed(): number {
    const code = this.unsigned();
    return code % 2 === 1 ? (code + 1) / 2 : code === 0 ? 0 : -code / 2;
  }
}
