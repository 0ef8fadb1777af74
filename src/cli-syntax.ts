import { parseTree, printParseErrorCode } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';

/** Where text stops being JSON (RFC 8259), and what to do about it. */
export interface SyntaxFault {
  readonly offset: number;
  readonly found: string;
  readonly expected: string;
  readonly hint: string;
}

/** The first fault of text that JSON.parse has refused; undefined when it cannot be placed. */
export function findSyntaxFault(text: string): SyntaxFault | undefined {
  const faults: ParseError[] = [];
  parseTree(text, faults, { disallowComments: true, allowTrailingComma: false });
  const [first] = faults;
  if (first === undefined) return undefined;
  const { offset } = first;
  // Printed in a terminal: nothing that could steer it.
  const excerpt = text
    .slice(offset, offset + 20)
    .replace(/\p{C}/gu, ' ')
    .trim();
  return {
    offset,
    found: offset >= text.length ? 'the end of the text' : `"${excerpt}"`,
    ...explain(printParseErrorCode(first.error), text, offset),
  };
}

function explain(code: string, text: string, offset: number): { expected: string; hint: string } {
  const next = text[offset];
  const before = text.slice(0, offset).trimEnd().at(-1);
  if (before === ',' && (next === '}' || next === ']'))
    return { expected: `no comma before "${next}"`, hint: 'Remove the comma: JSON has no trailing commas.' };
  if (next === "'") return { expected: 'double quotes', hint: "Write text in double quotes, not in '." };
  const known = Object.hasOwn(explanations, code) ? explanations[code] : undefined;
  return known ?? { expected: 'JSON', hint: 'Mend the syntax here.' };
}

/** By the names jsonc-parser gives its errors. */
const explanations: Readonly<Record<string, { expected: string; hint: string }>> = {
  InvalidSymbol: {
    expected: 'a value or a key in double quotes',
    hint: 'Text and keys stand in double quotes; true, false and null are the only bare words.',
  },
  InvalidNumberFormat: { expected: 'a number', hint: 'Write it like 12, -0.5 or 1e3.' },
  UnexpectedEndOfNumber: { expected: 'a number', hint: 'Write it like 12, -0.5 or 1e3.' },
  PropertyNameExpected: { expected: 'a key in double quotes', hint: 'Put the key in double quotes.' },
  ValueExpected: { expected: 'a value', hint: 'Add the value, or remove its key or comma.' },
  ColonExpected: { expected: 'a colon after the key', hint: 'Write "key": value.' },
  CommaExpected: { expected: 'a comma between entries', hint: 'Add a comma before this.' },
  CloseBraceExpected: { expected: '"}"', hint: 'An object is not closed: the text may have been cut off.' },
  CloseBracketExpected: { expected: '"]"', hint: 'A list is not closed: the text may have been cut off.' },
  EndOfFileExpected: {
    expected: 'the end of the text',
    hint: 'Remove what follows: a file holds one value.',
  },
  InvalidCommentToken: { expected: 'no comment', hint: 'Remove the comment: JSON has none.' },
  UnexpectedEndOfComment: { expected: 'no comment', hint: 'Remove the comment: JSON has none.' },
  UnexpectedEndOfString: {
    expected: 'a closing double quote',
    hint: 'Close the text on the same line; write \\n for a new line within it.',
  },
  InvalidUnicode: { expected: 'four hexadecimal digits after \\u', hint: 'Write for example \\u00e9.' },
  InvalidEscapeCharacter: {
    expected: 'an escape that JSON knows',
    hint: 'JSON knows \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX.',
  },
  InvalidCharacter: {
    expected: 'no control character in text',
    hint: 'Write \\t for a tab and \\n for a new line.',
  },
};
