// Writes what is made from the event schema, the one truth: types, and the shape its checker reads, into
// src/event/generated. `--docs` also rewrites what is made of facts in the docs: the reference tables in docs/event-descriptor.md,
// and the README's support table from docs/browser-support.json; `--check` fails when those are out of date.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { withSupport } from './engines/support.mjs';
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
  const support = JSON.parse(await readFile(new URL('docs/browser-support.json', root), 'utf8'));
  const pages = {
    'docs/event-descriptor.md': { made: (page) => withReference(page, schema), of: 'the schema' },
    'README.md': { made: (page) => withSupport(page, support), of: 'docs/browser-support.json' },
  };
  for (const [name, { made, of }] of Object.entries(pages)) {
    const page = new URL(name, root);
    const before = await readFile(page, 'utf8');
    const filepath = fileURLToPath(page);
    const after = await prettier.format(made(before), {
      ...(await prettier.resolveConfig(filepath)),
      filepath,
    });
    if (mode === '--docs') await write(page, after);
    else if (before !== after) {
      console.error(`${name} does not match ${of}: run \`node scripts/generate.mjs --docs\`.`);
      process.exitCode = 1;
    }
  }
}
