import type { Finding } from './issue.js';
import { limits } from './limits.js';

/** What is said of data beyond the limits, whether it is seen in text or in objects. */
export const tooManyValues: Finding = {
  code: 'event/too-many-values',
  found: `more than ${limits.values} values`,
  expected: `at most ${limits.values} in all`,
  hint: 'Split the event, or move bulky data to files of its own.',
};

export const tooDeep: Finding = {
  code: 'event/too-deep',
  found: `more than ${limits.depth} levels`,
  expected: `at most ${limits.depth} levels of lists and objects`,
  hint: 'Flatten the data; an object that contains itself cannot be described.',
};

export const tooLarge = (length: number): Finding => ({
  code: 'event/too-large',
  found: `${length} characters`,
  expected: `at most ${limits.textLength}`,
  hint: 'Check that this is a descriptor; move bulky data to files of its own.',
});
