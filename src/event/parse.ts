import type { EventDescriptor } from './generated/descriptor.js';
import { IssueLog } from './issue.js';
import type { DescriptorIssue } from './issue.js';
import { normalise } from './normalise.js';
import { rootPlace } from './place.js';
import { printable } from './printable.js';
import { check } from './validate.js';

export interface ParseOptions {
  /** Absolute URL the descriptor was read from (after redirects), or of the page it stands in. */
  readonly baseUrl: string;
}

/** `event` is there exactly when there are no errors. */
export type ParseResult =
  | {
      readonly event: EventDescriptor;
      readonly errors: readonly [];
      readonly warnings: readonly DescriptorIssue[];
    }
  | {
      readonly event?: undefined;
      readonly errors: readonly DescriptorIssue[];
      readonly warnings: readonly DescriptorIssue[];
    };

/**
 * Reads an event descriptor, from JSON text or from the object it stands for. Whatever it is given, it returns, in
 * bounded time and without throwing, and leaves its input as it was.
 *
 * The event it returns is normalised: URLs absolute, defaults filled in, the first angle of role `main` in front, each
 * angle's sources by priority, every moment with its event time `T`, rotations of length 1. Labels are text, never
 * markup: show them with `textContent`.
 */
export function parseEvent(input: unknown, { baseUrl }: ParseOptions): ParseResult {
  const log = new IssueLog();
  if (!isAbsolute(baseUrl)) {
    log.error(rootPlace, {
      code: 'event/invalid-url',
      found: `the base ${printable(baseUrl)}`,
      expected: 'an absolute URL',
      hint: 'Give as baseUrl where the descriptor was read from.',
    });
    return { errors: log.errors, warnings: log.warnings };
  }
  const checked = check(input, baseUrl, log);
  if (checked === undefined) return { errors: log.errors, warnings: log.warnings };
  return { event: normalise(checked), errors: [], warnings: log.warnings };
}

function isAbsolute(url: string): boolean {
  try {
    return new URL(url).href !== '';
  } catch {
    return false;
  }
}
