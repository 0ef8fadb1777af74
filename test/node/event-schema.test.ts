import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parseEvent, validateEvent } from '../../src/event/index.js';
import type { DescriptorIssueCode } from '../../src/event/index.js';
import { mutate, randomFrom } from '../fixtures/descriptors/mutate.js';
import type { Json } from '../fixtures/descriptors/mutate.js';

const root = new URL('../../', import.meta.url);
const text = (path: string): Promise<string> => readFile(new URL(path, root), 'utf8');
const schema = JSON.parse(await text('src/event/schema/event.schema.json'));
const examples = (await readdir(new URL('examples/descriptors/', root))).sort();

/** The published schema as an independent validator understands it. */
function judge() {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, strictTypes: false });
  ajv.addKeyword('patternErrorMessage');
  formats.default(ajv, ['date-time']);
  // Where a URL leads is the event room's own matter.
  ajv.addFormat('uri-reference', true);
  return ajv.compile(schema);
}

/** What the schema cannot say, or what only warns. */
const beyondTheSchema: ReadonlySet<DescriptorIssueCode> = new Set([
  'event/invalid-url',
  'event/url-scheme',
  'event/url-credentials',
  'event/duplicate-id',
  'event/unknown-reference',
  'event/self-fallback',
  'event/not-a-rotation',
  'event/not-a-direction',
  'event/empty-window',
  'event/no-epoch',
]);

/** Where the judge sees an error, as a JSON Pointer in the way the event room counts: at the key that is missing. */
function placeOf(error: ErrorObject): string[] {
  if (error.keyword === 'propertyNames' || error.schemaPath.includes('/anyOf/')) return [];
  if (error.keyword === 'required') return [`${error.instancePath}/${error.params['missingProperty']}`];
  if (error.propertyName !== undefined) return [`${error.instancePath}/${error.propertyName}`];
  return [error.instancePath];
}

describe('the event schema', () => {
  it('is a JSON Schema of 2020-12 with the published identifier', () => {
    const ajv = new Ajv2020();
    assert.equal(ajv.validateSchema(schema), true, ajv.errorsText());
    assert.equal(schema.$schema, 'https://json-schema.org/draft/2020-12/schema');
    assert.equal(schema.$id, 'https://olympic-player.dev/schema/event-1.json');
  });

  it('explains every definition and every property', () => {
    const nodes = [['event', schema] as const, ...Object.entries<typeof schema>(schema.$defs)];
    for (const [name, node] of nodes) {
      assert.ok(node.title && node.description, name);
      for (const [key, property] of Object.entries<typeof schema>(node.properties ?? {}))
        assert.ok(property.description?.endsWith('.'), `${name}.${key} says what it is, in a sentence`);
    }
  });

  it('bounds every list', () => {
    const visit = (node: Json, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      if (!Array.isArray(node) && node['type'] === 'array')
        assert.equal(typeof node['maxItems'], 'number', path);
      for (const [key, child] of Object.entries(node)) visit(child, `${path}/${key}`);
    };
    visit(schema, '#');
  });

  it('accepts the examples, as the event room does', async () => {
    const conforms = judge();
    assert.deepEqual(examples, ['full.json', 'minimal.json', 'on-demand.json', 'two-cameras.json']);
    for (const name of examples) {
      const example = JSON.parse(await text(`examples/descriptors/${name}`));
      assert.equal(conforms(example), true, `${name}: ${JSON.stringify(conforms.errors)}`);
      assert.deepEqual(validateEvent(example), { valid: true, errors: [], warnings: [] }, name);
      assert.equal(example.$schema, schema.$id);
    }
  });

  it('has every property used in an example, so that none goes untested', async () => {
    const used = new Set<string>();
    const collect = (node: Json): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [key, child] of Object.entries(node)) {
        used.add(key);
        collect(child);
      }
    };
    for (const name of examples) collect(JSON.parse(await text(`examples/descriptors/${name}`)));
    const named = [schema, ...Object.values<typeof schema>(schema.$defs)].flatMap((node) =>
      Object.keys(node.properties ?? {}),
    );
    assert.deepEqual(
      [...new Set(named)].filter((key) => !used.has(key)),
      [],
    );
  });

  it('means the same to the event room as to an independent validator, on 2000 damaged descriptors', async () => {
    const conforms = judge();
    const valid: Json = JSON.parse(await text('examples/descriptors/full.json'));
    const random = randomFrom(1896);
    let refused = 0;
    for (let round = 0; round < 2000; round++) {
      const damaged = mutate(valid, random, 1 + Math.floor(random() * 3));
      const ours = validateEvent(damaged).errors.filter((issue) => !beyondTheSchema.has(issue.code));
      if (ours.some((issue) => issue.code === 'event/unsupported-version')) continue;
      const theirs = conforms(damaged) ? [] : (conforms.errors ?? []);
      const pointers = ours.map((issue) => issue.segments.map((segment) => `/${segment}`).join(''));
      const ourPlaces = [...new Set(pointers)].sort();
      const theirPlaces = [...new Set(theirs.flatMap(placeOf))].sort();
      assert.deepEqual(ourPlaces, theirPlaces, `round ${round}: ${JSON.stringify(damaged)}`);
      if (ours.length > 0) refused++;
    }
    assert.ok(refused > 400 && refused < 1900, `${refused} refused: both outcomes must be common`);
  });

  it('is still met by what the parser hands on', async () => {
    const conforms = judge();
    for (const name of examples) {
      const { event } = parseEvent(await text(`examples/descriptors/${name}`), {
        baseUrl: 'https://live.example/',
      });
      assert.equal(conforms(event), true, `${name}: ${JSON.stringify(conforms.errors)}`);
    }
  });
});

describe('docs/event-descriptor.md', () => {
  it('has the reference of the schema as it is', async () => {
    const run = promisify(execFile);
    await run(process.execPath, ['scripts/generate.mjs', '--check'], { cwd: fileURLToPath(root) });
  });

  it('shows descriptors that are valid', async () => {
    const page = await text('docs/event-descriptor.md');
    const blocks = [...page.matchAll(/```json\n(.*?)```/gs)].map((match) => match[1] ?? '');
    assert.equal(blocks.length, 2);
    for (const block of blocks)
      assert.deepEqual(validateEvent(block), { valid: true, errors: [], warnings: [] });
  });

  it('explains every issue code', async () => {
    const page = await text('docs/event-descriptor.md');
    const codes = [...(await text('src/event/issue.ts')).matchAll(/\| '(event\/[a-z-]+)'/g)].map(
      (match) => match[1],
    );
    assert.ok(codes.length > 25);
    for (const code of codes) assert.ok(page.includes(`\`${code}\``), code);
  });
});
