/** The event descriptor: damaged documents, damaged text, and values that are no descriptor at all. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseEvent } from '../../src/event/index.js';
import { mutate, randomFrom } from '../fixtures/descriptors/mutate.js';
import type { Json } from '../fixtures/descriptors/mutate.js';
import { small } from '../fixtures/descriptors/small.js';
import { damage, damaged } from './support/damage.js';
import { fuzzTarget } from './support/target.js';

const full: Json = JSON.parse(
  readFileSync(new URL('../../examples/descriptors/full.json', import.meta.url), 'utf8'),
);
const documents: Json[] = [full, JSON.parse(JSON.stringify(small()))];

const changed = fc
  .record({
    document: fc.constantFrom(...documents),
    seed: fc.integer(),
    times: fc.integer({ min: 1, max: 8 }),
  })
  .map(({ document, seed, times }) => mutate(document, randomFrom(seed), times));
const text = fc
  .record({ document: fc.constantFrom(...documents), hits: damage })
  .map(({ document, hits }) =>
    new TextDecoder().decode(damaged(new TextEncoder().encode(JSON.stringify(document)), hits)),
  );
const deep = fc
  .record({ depth: fc.integer({ min: 1, max: 20_000 }), open: fc.constantFrom('[', '{"a":', '{"angles":[') })
  .map(({ depth, open }) => open.repeat(depth));

const sizeOf = (input: unknown): number =>
  (typeof input === 'string' ? input : (JSON.stringify(input) ?? '')).length;

export const target = fuzzTarget<unknown>({
  name: 'descriptor',
  share: 2,
  input: fc.oneof(
    { weight: 5, arbitrary: changed },
    { weight: 3, arbitrary: text },
    { weight: 1, arbitrary: fc.anything() },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: deep },
  ),
  size: (input) => {
    try {
      return sizeOf(input);
    } catch {
      return 0; // what JSON cannot say (a bigint) is small here
    }
  },
  check: (input) => {
    const { event, errors, warnings } = parseEvent(input, { baseUrl: 'https://live.example/event.json' });
    if ((event === undefined) !== errors.length > 0)
      throw new Error('An event with errors, or none without.');
    for (const { code, found, hint } of [...errors, ...warnings])
      if (!/^event\/[a-z-]+$/.test(code) || found === '' || hint === '' || found.length > 300)
        throw new Error(`An issue that says nothing: ${code}`);
  },
});
