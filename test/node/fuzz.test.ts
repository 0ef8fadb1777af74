/** Ten thousand hostile inputs for every parser of foreign bytes and text, the same ones every time. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fuzz } from '../fuzz/run.js';
import { targetNames } from '../fuzz/support/targets.js';

const cases = 10_000;
const seed = 20280730;

describe('parsers, given 10,000 hostile inputs', () => {
  it('always answer: in time, in memory, with a result or an error of their own', async () => {
    const attempts = await fuzz({ cases, seed });
    assert.deepEqual(
      attempts.map(({ name }) => name),
      targetNames(),
    );
    for (const { name, failure } of attempts) assert.equal(failure, undefined, `${name}: ${failure}`);
    const tried = attempts.reduce((sum, { cases }) => sum + cases, 0);
    assert.ok(tried >= cases, `only ${tried} cases`);
  });
});
