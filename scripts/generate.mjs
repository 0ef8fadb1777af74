// Writes what is made from the event schema, the one truth: types, and the shape its checker reads, into
// src/event/generated. `--docs` also rewrites the reference tables in docs/event-descriptor.md; `--check` fails when
// those tables are out of date.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { withReference } from './event/reference.mjs';
import { shapeModule } from './event/shape.mjs';
import { descriptorTypes, documentTypes } from './event/types.mjs';

const root = new URL('../', import.meta.url);
const schema = JSON.parse(await readFile(new URL('src/event/schema/event.schema.json', root), 'utf8'));
const banner =
  '// Generated from src/event/schema/event.schema.json by `npm run generate`. Change the schema, not this.\n\n';

/** Leaves an unchanged file alone, so that watchers do not run for nothing. */
async function write(url, text) {
  const before = await readFile(url, 'utf8').catch(() => undefined);
  if (before !== text) await writeFile(url, text);
}

const generated = new URL('src/event/generated/', root);
await mkdir(generated, { recursive: true });
const modules = {
  'document.ts': await documentTypes(schema),
  'descriptor.ts': await descriptorTypes(schema),
  'shape.ts': shapeModule(schema),
};
for (const [name, source] of Object.entries(modules)) await write(new URL(name, generated), banner + source);

const [mode] = process.argv.slice(2);
if (mode === '--docs' || mode === '--check') {
  const page = new URL('docs/event-descriptor.md', root);
  const before = await readFile(page, 'utf8');
  const filepath = fileURLToPath(page);
  const after = await prettier.format(withReference(before, schema), {
    ...(await prettier.resolveConfig(filepath)),
    filepath,
  });
  if (mode === '--docs') await write(page, after);
  else if (before !== after) {
    console.error(
      'docs/event-descriptor.md does not match the schema: run `node scripts/generate.mjs --docs`.',
    );
    process.exitCode = 1;
  }
}
