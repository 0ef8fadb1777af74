// The size budget: what a page loads before any engine, and each engine's own chunk. Fails when one outgrows its figure in
// size-budget.json; raise a figure in the change that needs it.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const budget = JSON.parse(readFileSync(new URL('../size-budget.json', import.meta.url), 'utf8'));
const gzip = (file) => gzipSync(readFileSync(file), { level: 9 }).length;
const code = (file) => readFileSync(file, 'utf8');

/** Every file that an entry loads before it can run: static imports and re-exports, not import(). */
function staticGraph(entry, seen = new Set()) {
  const file = path.resolve(dist, entry);
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, specifier] of code(file).matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']+)["']/g))
    staticGraph(path.resolve(path.dirname(file), specifier), seen);
  return seen;
}

/** The chunks that hold an engine, by a word that only it contains. */
function lazyChunks(word, core) {
  return readdirSync(path.join(dist, 'chunks'))
    .filter((name) => name.endsWith('.js'))
    .map((name) => path.join(dist, 'chunks', name))
    .filter((file) => !core.has(file) && code(file).includes(word));
}

const core = staticGraph('define.js');
const sizes = {
  'define.js and all it imports statically': [...core].reduce((sum, file) => sum + gzip(file), 0),
};
for (const [name, { word }] of Object.entries(budget.lazy))
  sizes[name] = lazyChunks(word, core).reduce((sum, file) => sum + gzip(file), 0);

let failed = false;
for (const [name, bytes] of Object.entries(sizes)) {
  const limit = name in budget.lazy ? budget.lazy[name].bytes : budget.core;
  const verdict = bytes === 0 ? 'MISSING' : bytes > limit ? 'TOO BIG' : 'ok';
  if (verdict !== 'ok') failed = true;
  console.log(`${verdict.padEnd(8)}${String(bytes).padStart(8)} of ${limit} bytes gzip  ${name}`);
}
const stray = [...core].filter((file) =>
  /hls\.js|videojs-http-streaming|@moq/.test(code(file).slice(0, 200)),
);
if (stray.length > 0) {
  failed = true;
  console.log(`An engine is in the static graph: ${stray.join(', ')}`);
}
process.exitCode = failed ? 1 : 0;
