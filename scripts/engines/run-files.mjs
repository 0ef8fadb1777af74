// Runs test files in one engine, one after the other in one browser, as long as that lives: a file that takes too long, or takes
// the browser with it, is reported so, and the next one goes on in a new browser.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A file has this long, ms, from the end of the one before it; twice as long where the browser must first be started. */
export const fileLimitMs = 300_000;
const lookEveryMs = 500;
/** How long the runner and its browser have to end when asked to, ms. */
const farewellMs = 10_000;

const linesOf = (file) =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line))
    : [];

function startRunner(engine, files, report, environment) {
  return spawn(
    process.execPath,
    [
      'node_modules/@web/test-runner/dist/bin.js',
      '--config',
      'web-test-runner.engines.config.mjs',
      '--files',
      ...files,
    ],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      // A group of its own, so that a browser that hangs can be ended with its runner.
      detached: true,
      env: { ...process.env, ...environment, ENGINE: engine, ENGINE_REPORT: report },
    },
  );
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

async function end(child) {
  const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
  if (gone !== undefined) {
    signalGroup(child, 'SIGTERM');
    const hurry = setTimeout(() => signalGroup(child, 'SIGKILL'), farewellMs);
    await gone;
    clearTimeout(hurry);
  }
  signalGroup(child, 'SIGKILL');
}

/** One runner with its browser, until it is through, a file is broken, or one takes too long. */
async function runOnce(engine, files, report, environment, limitMs) {
  rmSync(report, { force: true });
  const child = startRunner(engine, files, report, environment);
  const stop = () => signalGroup(child, 'SIGTERM');
  process.once('SIGINT', stop).once('SIGTERM', stop);
  let lastAt = performance.now() + limitMs;
  let seen = 0;
  let late = false;
  for (;;) {
    const results = linesOf(report);
    if (results.length > seen) [seen, lastAt] = [results.length, performance.now()];
    late = performance.now() - lastAt > limitMs;
    if (late || child.exitCode !== null || child.signalCode !== null || results.some(({ broken }) => broken))
      break;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  process.off('SIGINT', stop).off('SIGTERM', stop);
  await end(child);
  return { results: linesOf(report), late };
}

/**
 * @param files paths from the root, in the order to run them
 * @returns a result for each file, as engines/report.mjs writes it
 */
export async function runFiles({ engine, files, scratch, environment, limitMs = fileLimitMs }) {
  const report = path.join(scratch, `${engine}.jsonl`);
  const results = [];
  let left = files;
  while (left.length > 0) {
    const { results: found, late } = await runOnce(engine, left, report, environment, limitMs);
    results.push(...found);
    const done = new Set(found.map(({ file }) => file));
    const [next, ...others] = left.filter((file) => !done.has(file));
    left = [next, ...others].filter((file) => file !== undefined);
    if (next === undefined || (!late && found.some(({ broken }) => broken))) continue;
    // It has written nothing: what was to come next is what it ended in.
    const why = late ? `did not end within ${limitMs / 1000} s` : `${engine} ended in it`;
    results.push({ file: next, tests: {}, failures: [why], broken: true });
    left = others;
  }
  return results;
}
