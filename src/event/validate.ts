import { checkReferences } from './check-references.js';
import { checkRig } from './check-rig.js';
import { checkTimes } from './check-times.js';
import { conform } from './conform.js';
import { rootOf } from './fields.js';
import { definitions, root as rootNode } from './generated/shape.js';
import { IssueLog } from './issue.js';
import type { DescriptorIssue } from './issue.js';
import { isObject, ownCopy } from './own-copy.js';
import type { JsonObject } from './own-copy.js';
import { parseText } from './parse-text.js';
import { rootPlace, within } from './place.js';
import { printable } from './printable.js';

/** The major version of the format this reads. */
const majorVersion = '1';

export interface ValidationResult {
  readonly valid: boolean;
  readonly errors: readonly DescriptorIssue[];
  readonly warnings: readonly DescriptorIssue[];
}

/**
 * Says what is wrong with a descriptor, given as JSON text or as the object it stands for, without changing it. Never
 * throws. Relative URLs are fine: where they lead is known only to `parseEvent`.
 */
export function validateEvent(input: unknown): ValidationResult {
  const log = new IssueLog();
  check(input, undefined, log);
  return { valid: log.errors.length === 0, errors: log.errors, warnings: log.warnings };
}

/**
 * A checked copy of untrusted data or text, defaults filled in and URLs resolved against `baseUrl`; undefined when it has errors,
 * which the log then holds.
 */
export function check(input: unknown, baseUrl: string | undefined, log: IssueLog): JsonObject | undefined {
  const value = typeof input === 'string' ? parseText(input, log) : input;
  const copy = log.errors.length > 0 ? undefined : copied(value, log);
  if (log.errors.length > 0) return undefined;
  if (!isObject(copy)) {
    log.error(rootPlace, {
      code: 'event/wrong-type',
      found: printable(copy),
      expected: 'an object',
      hint: 'A descriptor begins with { and holds at least "version", "id" and "angles".',
    });
    return undefined;
  }
  if (!knownVersion(copy, log)) return undefined;
  conform(copy, rootNode, rootPlace, { definitions, baseUrl, log });
  const root = rootOf(copy);
  for (const checkFields of [checkReferences, checkRig, checkTimes]) checkFields(root, log);
  return log.errors.length > 0 ? undefined : copy;
}

/** Reading an object may run code of its owner (a getter, a proxy), and that code may throw. */
function copied(value: unknown, log: IssueLog): unknown {
  try {
    return ownCopy(value, log);
  } catch (cause) {
    log.error(rootPlace, {
      code: 'event/unreadable',
      found: cause instanceof Error ? printable(cause.message) : 'an object that throws when it is read',
      expected: 'plain data',
      hint: 'Give plain objects, as JSON.parse makes them.',
    });
    return undefined;
  }
}

/** Nothing else is said of a version this cannot know. A missing or malformed version is the schema's to refuse. */
function knownVersion(root: JsonObject, log: IssueLog): boolean {
  const version = root['version'];
  const major = typeof version === 'string' ? /^(\d+)(\.|$)/.exec(version)?.[1] : undefined;
  if (major === undefined || major === majorVersion) return true;
  log.error(within(rootPlace, 'version'), {
    code: 'event/unsupported-version',
    found: printable(version),
    expected: `version ${majorVersion}.x`,
    hint: 'Update the player, or write the event in a version it knows.',
  });
  return false;
}
