// Builds dist/: bundles, type declarations, the schema and the custom-elements manifest. With --if-stale it does nothing
// when dist/ is newer than everything it is made from.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}dist/.built`;
const inputs = ['src', 'types', 'scripts', 'rollup.config.mjs', 'tsconfig.json', 'package-lock.json'];

function newest(path) {
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.mtimeMs;
  return Math.max(
    entry.mtimeMs,
    ...readdirSync(path)
      .filter((name) => name !== 'generated')
      .map((name) => newest(`${path}/${name}`)),
  );
}

function isFresh() {
  const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs;
  return built !== undefined && inputs.every((input) => newest(root + input) <= built);
}

function run(script, ...words) {
  const { status } = spawnSync(process.execPath, [script, ...words], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${script} ${words.join(' ')} failed.`);
}

export function build({ ifStale = false } = {}) {
  if (ifStale && isFresh()) return;
  console.log('Building dist/ …');
  rmSync(`${root}dist`, { recursive: true, force: true });
  run('scripts/generate.mjs');
  run('node_modules/rollup/dist/bin/rollup', '-c', '--silent');
  run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');
  chmodSync(`${root}dist/cli.js`, 0o755);
  mkdirSync(`${root}dist/schema`, { recursive: true });
  cpSync(`${root}src/event/schema/event.schema.json`, `${root}dist/schema/event.json`);
  run(
    'node_modules/@custom-elements-manifest/analyzer/cem.js',
    'analyze',
    '--config',
    'custom-elements-manifest.config.mjs',
    '--quiet',
  );
  writeFileSync(stamp, '');
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  build({ ifStale: process.argv.includes('--if-stale') });
