import { limits } from './limits.js';
import { segmentsOf } from './place.js';
import type { Place } from './place.js';
import { jsonPath } from './printable.js';

/** What is wrong, as a stable name; each is explained in docs/event-descriptor.md. */
export type DescriptorIssueCode =
  | 'event/too-large'
  | 'event/too-deep'
  | 'event/too-many-values'
  | 'event/too-many-issues'
  | 'event/unreadable'
  | 'event/not-json'
  | 'event/unsafe-key'
  | 'event/invalid-text'
  | 'event/not-finite'
  | 'event/unsupported-version'
  | 'event/missing'
  | 'event/wrong-type'
  | 'event/not-a-choice'
  | 'event/wrong-format'
  | 'event/out-of-range'
  | 'event/wrong-length'
  | 'event/invalid-date'
  | 'event/invalid-url'
  | 'event/url-scheme'
  | 'event/url-credentials'
  | 'event/duplicate-id'
  | 'event/duplicate-key'
  | 'event/unknown-key'
  | 'event/unknown-reference'
  | 'event/self-fallback'
  | 'event/calibrated-twice'
  | 'event/not-a-rotation'
  | 'event/not-a-direction'
  | 'event/looks-away'
  | 'event/principal-point-outside'
  | 'event/empty-window'
  | 'event/no-epoch'
  | 'event/seconds-for-milliseconds';

/** One thing wrong with a descriptor: where, what was found, what was expected, how to mend it. All of it plain text. */
export interface DescriptorIssue {
  readonly code: DescriptorIssueCode;
  /** JSON path, for example `$.angles[2].sources[0].url`. */
  readonly path: string;
  /** The same as keys and indices from the root. */
  readonly segments: readonly (string | number)[];
  readonly found: string;
  readonly expected: string;
  /** What to do about it. */
  readonly hint: string;
  /** Position in the text, both from 1, where a tool has worked it out (the command line does). */
  readonly line?: number;
  readonly column?: number;
}

export interface Finding {
  readonly code: DescriptorIssueCode;
  readonly found: string;
  readonly expected: string;
  readonly hint: string;
}

/** Collects what is wrong, up to a limit. */
export class IssueLog {
  readonly errors: DescriptorIssue[] = [];
  readonly warnings: DescriptorIssue[] = [];

  /** True when more errors would not be kept: the caller may stop looking. */
  get full(): boolean {
    return this.errors.length > limits.issues;
  }

  /** Both ask for the finding only while there is room: looking for what was meant takes time. */
  error(place: Place, finding: Finding | (() => Finding)): void {
    add(this.errors, place, finding);
  }

  warn(place: Place, finding: Finding | (() => Finding)): void {
    add(this.warnings, place, finding);
  }
}

function add(issues: DescriptorIssue[], place: Place, finding: Finding | (() => Finding)): void {
  if (issues.length > limits.issues) return;
  const segments = segmentsOf(place);
  if (issues.length < limits.issues) {
    const said = typeof finding === 'function' ? finding() : finding;
    issues.push({ ...said, path: jsonPath(segments), segments });
    return;
  }
  issues.push({
    code: 'event/too-many-issues',
    path: jsonPath(segments),
    segments,
    found: `more than ${limits.issues} problems`,
    expected: 'none',
    hint: 'Mend the ones above and check again.',
  });
}

/** An issue in one sentence, without its path: `expected a number, found "12"`. */
export function describeIssue(issue: DescriptorIssue): string {
  return `expected ${issue.expected}, found ${issue.found}`;
}
