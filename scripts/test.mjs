// npm test: every check, each counted, with one plain closing line. `npm test -- browser node …` runs only those named.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(path.join(tmpdir(), 'olympic-player-'));
const countsFile = path.join(scratch, 'counts.json');

/** Runs node with the given words; resolves with its exit code and what it printed. */
function node(...words) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, words, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TEST_COUNTS: countsFile },
    });
    let output = '';
    child.stdout.on('data', (data) => {
      output += data;
      process.stdout.write(data);
    });
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** Failures named beneath the table; whoever sees only the end of the output must see what failed. */
const failuresNamed = 20;
const failureWidth = 240;

function named(failures) {
  const shown = failures.slice(0, failuresNamed).map((what) => {
    const line = what.replace(/\s+/g, ' ');
    return `  ✖ ${line.length > failureWidth ? `${line.slice(0, failureWidth)}…` : line}`;
  });
  if (failures.length > failuresNamed) shown.push(`  and ${failures.length - failuresNamed} more, above`);
  return shown;
}

/** A check that is one thing: it holds or it does not. */
const single =
  (...words) =>
  async () => {
    const { code } = await node(...words);
    return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  };

const bin = (file) => `node_modules/${file}`;

function filesIn(folder) {
  return readdirSync(path.join(root, folder), { recursive: true })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => path.join(folder, file))
    .sort();
}

async function nodeTests() {
  const files = filesIn('test/node');
  const { code, output } = await node('--import', 'tsx', '--test', '--test-concurrency=1', ...files);
  const count = (name) => Number(new RegExp(`^(?:#|ℹ) ${name} (\\d+)`, 'm').exec(output)?.[1] ?? 0);
  const list = output.split('failing tests:')[1] ?? output;
  const failed = count('fail') + count('cancelled');
  return {
    passed: count('pass'),
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped: count('skipped'),
    failures: [...list.matchAll(/^(?:✖|not ok \d+ -) (.+)/gm)].map(([, name]) => name),
  };
}

async function browserTests() {
  const { code } = await node(bin('@web/test-runner/dist/bin.js'), '--config', 'web-test-runner.config.mjs');
  const counts = JSON.parse(readFileSync(countsFile, 'utf8'));
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

const checks = {
  generate: single('scripts/generate.mjs'),
  types: single(bin('typescript/bin/tsc'), '--noEmit'),
  lint: single(bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'),
  format: single(bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'),
  build: single('scripts/build.mjs'),
  size: single('scripts/size.mjs'),
  package: single(bin('publint/src/cli.js'), '--strict'),
  docs: single('scripts/generate.mjs', '--check'),
  node: nodeTests,
  browser: browserTests,
};

async function run() {
  ensureInstalled();
  const { ensureBrowser } = await import('./browser.mjs');
  process.env.CHROME_PATH = ensureBrowser();
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !(name in checks));
  if (unknown.length > 0)
    throw new Error(`Unknown check ${unknown.join(', ')}; there are ${Object.keys(checks).join(', ')}.`);
  const total = { passed: 0, failed: 0, skipped: 0 };
  const lines = [];
  const failures = [];
  for (const [name, check] of Object.entries(checks)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    console.log(`\n--- ${name}`);
    const started = performance.now();
    const counts = await check();
    for (const key of Object.keys(total)) total[key] += counts[key] ?? 0;
    failures.push(...(counts.failures ?? []));
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    lines.push(
      `${counts.failed > 0 ? 'FAILED' : 'ok    '} ${name.padEnd(10)} ${counts.passed} passed, ${counts.failed} failed (${seconds} s)`,
    );
  }
  console.log(`\n${[...lines, ...named(failures)].join('\n')}\n`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
