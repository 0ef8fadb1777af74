/**
 * The Huffman code of HPACK and QPACK (RFC 7541, appendix B). The code is canonical: codes of one length follow each
 * other in the order of their symbols, so the lengths say everything.
 */

/** Length in bits of each byte's code, then that of the end of the string. `n*` repeats. */
const lengths = expand(
  '13 23 28*7 24 30 28*2 30 28*8 30 28*9 ' +
    '6 10*2 12 13 6 8 11 10*2 8 11 8 6*3 5*3 6*7 7 8 15 6 12 10 13 6 7*22 8 7 8 13 19 13 14 6 ' +
    '15 5 6 5 6 5 6*3 5 7*2 6*3 5 6 7 6 5*2 6 7*5 15 11 14 13 28 ' +
    '20 22 20*2 22*3 23 22 23*5 24 23 24*2 22 23 24 23*4 21 22 23 22 23*2 24 22 21 20 22*2 23*2 21 23 ' +
    '22*2 24 21 22 23*2 21*2 22 21 23 22 23*2 20 22*3 23 22*2 23 26*2 20 19 22 23 22 25 26*3 27*2 26 24 ' +
    '25 19 21 26 27*2 26 27 24 21*2 26*2 28 27*3 20 24 20 21 22 21*2 23 22*2 25*2 24*2 26 23 26 27 26*2 ' +
    '27*5 28 27*5 26 30',
);

const endOfString = 256;
/** Padding is shorter than a byte. */
const maxPaddingBits = 7;

/** The string is not one that this code makes. */
export class HuffmanError extends Error {
  override readonly name = 'HuffmanError';
}

/** By length and code: a leading 1 keeps codes of different lengths apart. */
const symbols: ReadonlyMap<number, number> = (() => {
  const table = new Map<number, number>();
  const order = lengths.map((length, symbol) => ({ length, symbol }));
  order.sort((a, b) => a.length - b.length || a.symbol - b.symbol);
  let code = 0;
  let previous = 0;
  for (const { length, symbol } of order) {
    code *= 2 ** (length - previous);
    previous = length;
    table.set(2 ** length + code, symbol);
    code += 1;
  }
  return table;
})();

/** @throws HuffmanError for a code that is none, the end of the string inside it, or padding that is wrong */
export function decodeHuffman(bytes: Uint8Array): Uint8Array {
  const decoded: number[] = [];
  let code = 1;
  let bits = 0;
  for (const byte of bytes)
    for (let bit = 7; bit >= 0; bit -= 1) {
      code = code * 2 + ((byte >> bit) & 1);
      bits += 1;
      const symbol = symbols.get(code);
      if (symbol === endOfString || bits > 30) throw new HuffmanError('A string holds a code that is none.');
      if (symbol === undefined) continue;
      decoded.push(symbol);
      code = 1;
      bits = 0;
    }
  // What is left must be the beginning of the end of the string, which is all ones.
  if (bits > maxPaddingBits || code !== 2 ** (bits + 1) - 1)
    throw new HuffmanError('A string is padded wrongly.');
  return Uint8Array.from(decoded);
}

function expand(text: string): readonly number[] {
  return text.split(' ').flatMap((item) => {
    const [length = 0, times = 1] = item.split('*').map(Number);
    return new Array<number>(times).fill(length);
  });
}
