import { limits } from './limits.js';

/**
 * Whether JSON text is too deep or has too many values, seen in one pass without recursion, before anything is built
 * from it. Text that is not JSON may get any answer: the parser refuses it anyway.
 */
export function scanText(text: string): 'too-deep' | 'too-many-values' | undefined {
  let depth = 0;
  // Every comma outside a string stands before one more value.
  let commas = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === backslash) index++;
      else if (code === quote) inString = false;
      continue;
    }
    if (code === quote) inString = true;
    else if (code === comma && ++commas > limits.values) return 'too-many-values';
    else if ((code === openBrace || code === openBracket) && ++depth > limits.depth) return 'too-deep';
    else if (code === closeBrace || code === closeBracket) depth--;
  }
  return undefined;
}

const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
