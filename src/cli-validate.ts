import { JsonPositions, Lines } from './cli-positions.js';
import { findSyntaxFault } from './cli-syntax.js';
import { jsonPath, limits, validateEvent } from './event/index.js';
import type { DescriptorIssue, DescriptorIssueCode } from './event/index.js';

/** What the command line says of one file; every issue has its line and column. */
export interface FileReport {
  readonly file: string;
  readonly valid: boolean;
  /** By position in the text. */
  readonly errors: readonly DescriptorIssue[];
  readonly warnings: readonly DescriptorIssue[];
}

/** More bytes than this cannot be text within the limits: UTF-8 takes at most three bytes per UTF-16 code unit. */
export const mostBytes = 3 * limits.textLength;

/** Not worth building a tree of positions from. */
const beyondLimits: ReadonlySet<DescriptorIssueCode> = new Set([
  'event/too-large',
  'event/too-deep',
  'event/too-many-values',
]);

type Finding = Pick<DescriptorIssue, 'code' | 'found' | 'expected' | 'hint'>;

/** Checks the bytes of one file; `undefined` stands for a file of more than `mostBytes`. */
export function reportOn(file: string, bytes: Uint8Array | undefined): FileReport {
  if (bytes === undefined)
    return refused(file, {
      code: 'event/too-large',
      found: `more than ${mostBytes} bytes`,
      expected: `at most ${limits.textLength} characters`,
      hint: 'Check that this is a descriptor; move bulky data to files of its own.',
    });
  const text = decode(bytes);
  if (text === undefined)
    return refused(file, {
      code: 'event/not-json',
      found: 'bytes that are not UTF-8',
      expected: 'JSON in UTF-8 (RFC 8259)',
      hint: 'Save the file as UTF-8.',
    });
  const { valid, errors, warnings } = validateEvent(text);
  const [first] = errors;
  if (first !== undefined && beyondLimits.has(first.code)) return refused(file, first);
  if (first?.code === 'event/not-json') {
    const fault = findSyntaxFault(text);
    return fault === undefined
      ? refused(file, first)
      : refused(file, { ...first, ...fault }, new Lines(text).at(fault.offset));
  }
  return { file, valid, ...located(text, errors, warnings) };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** One error about the whole text, or about the place where it stops being JSON. */
function refused(file: string, finding: Finding, at = { line: 1, column: 1 }): FileReport {
  const { code, found, expected, hint } = finding;
  const error = { code, path: jsonPath([]), segments: [], found, expected, hint, ...at };
  return { file, valid: false, errors: [error], warnings: [] };
}

function located(text: string, errors: readonly DescriptorIssue[], warnings: readonly DescriptorIssue[]) {
  const lines = new Lines(text);
  const positions = new JsonPositions(text);
  const byPosition = (issues: readonly DescriptorIssue[]): DescriptorIssue[] =>
    issues
      .map((issue) => ({ issue, offset: positions.offsetOf(issue) }))
      .sort((a, b) => a.offset - b.offset)
      .map(({ issue, offset }) => ({ ...issue, ...lines.at(offset) }));
  const duplicates = positions.duplicateKeys(limits.issues).map((segments): DescriptorIssue => ({
    code: 'event/duplicate-key',
    path: jsonPath(segments),
    segments,
    found: 'a key that stands here before',
    expected: 'each key once',
    hint: 'The last one counts: remove the others.',
  }));
  return { errors: byPosition(errors), warnings: byPosition([...warnings, ...duplicates]) };
}
