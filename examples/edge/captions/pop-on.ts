/** CEA-608 caption bytes (ANSI/CTA-608-E): one pair for every picture of the loop. */

type Pair = readonly [first: number, second: number];

/** Control codes of channel 1, field 1 (table 52). */
const resumeCaptionLoading: Pair = [0x14, 0x20];
const eraseNonDisplayedMemory: Pair = [0x14, 0x2e];
const endOfCaption: Pair = [0x14, 0x2f];
/** Preamble address code: row 15, column 0, white (table 53). */
const rowFifteen: Pair = [0x14, 0x70];
const padding: Pair = [0, 0];

/** Pictures after a caption came up before the next one is sent: the first pair of the second is the one that shows it. */
const loadAfter = 10;

/**
 * Pop-on captions, each on screen for one second: loaded out of sight during the second before, shown by the pair of the
 * first picture. Control codes are sent twice, as the standard asks.
 * @param fps pictures a second; a whole number
 */
export function popOnPairs(seconds: number, fps: number, textOf: (second: number) => string): Pair[] {
  return Array.from({ length: seconds }, (_, second) => {
    const next = load(textOf((second + 1) % seconds));
    if (loadAfter + next.length > fps) throw new RangeError('The caption does not fit into its second.');
    const pairs = Array.from({ length: fps }, (): Pair => padding);
    pairs.splice(0, 2, endOfCaption, endOfCaption);
    pairs.splice(loadAfter, next.length, ...next);
    return pairs;
  }).flatMap((pairs) => pairs.map(([first, second]): Pair => [withParity(first), withParity(second)]));
}

function load(text: string): Pair[] {
  const codes = [resumeCaptionLoading, eraseNonDisplayedMemory, rowFifteen].flatMap((code) => [code, code]);
  const bytes = [...text].map((char) => char.charCodeAt(0));
  const letters = Array.from({ length: Math.ceil(bytes.length / 2) }, (_, index): Pair => {
    return [bytes[2 * index] ?? 0, bytes[2 * index + 1] ?? 0];
  });
  return [...codes, ...letters];
}

/** Seven bits and odd parity above them. */
function withParity(byte: number): number {
  let ones = 0;
  for (let bits = byte; bits > 0; bits >>= 1) ones += bits & 1;
  return ones % 2 === 0 ? byte | 0x80 : byte;
}
