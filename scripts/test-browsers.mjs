// npm run test:browsers: the browser tests in Chromium, Firefox and WebKit, whichever are here. What an engine cannot do is
// skipped by capability and listed; what was found goes to docs/browser-support.json and from there into the README's table.
// `npm run test:browsers -- firefox test/browser/x.test.ts` runs one engine, or only some files or folders; then the table is
// left alone, unless `--record` says that these results are to go into it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { build } from './build.mjs';
import { findBrowser } from './browser.mjs';
import { findFirefox } from './engines/firefox.mjs';
import { runFiles } from './engines/run-files.mjs';
import { withResults } from './engines/support.mjs';
import { findWebKit } from './engines/webkit.mjs';
import { startScreen } from './engines/xvfb.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const record = path.join(root, 'docs/browser-support.json');
/** MiniBrowser wants a screen even to say its version. */
function versionOf(program, environment) {
  const { stdout } = spawnSync(program, ['--version'], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  return /\d+(\.\d+)+/.exec(stdout ?? '')?.[0] ?? 'unknown';
}

/** Where each engine is, what to install where it is not, and whether it wants a screen. */
const engines = {
  chromium: { found: () => findBrowser(), program: (at) => at, package: 'chromium' },
  firefox: { found: findFirefox, program: (at) => at, package: 'firefox-esr and xvfb', screen: true },
  webkit: {
    found: findWebKit,
    program: ({ browser }) => browser,
    package: 'webkit2gtk-driver, gstreamer1.0-libav, gstreamer1.0-plugins-bad and xvfb',
    screen: true,
  },
};

/** The test files among and under what is named, as paths from the root. */
function testFilesIn(named) {
  return named.flatMap((name) => {
    if (!existsSync(path.join(root, name))) throw new Error(`There is no ${name}.`);
    if (!statSync(path.join(root, name)).isDirectory()) return [path.normalize(name)];
    return readdirSync(path.join(root, name), { recursive: true })
      .filter((file) => file.endsWith('.test.ts'))
      .map((file) => path.join(name, file))
      .sort();
  });
}

function wordsOf(argv) {
  const words = argv.filter((word) => word !== '--record');
  const named = words.filter((word) => word in engines);
  const files = words.filter((word) => !(word in engines));
  return {
    named: named.length > 0 ? named : Object.keys(engines),
    files: testFilesIn(files.length > 0 ? files : ['test/unit', 'test/browser']),
    whole: words.length === 0,
    kept: argv.includes('--record') || words.length === 0,
  };
}

/** What a reader of the run's last lines wants to know of one engine. */
function linesOf(engine, results) {
  const tests = results.flatMap(({ file, tests: each }) =>
    Object.entries(each).map(([title, test]) => ({ file, title, ...test })),
  );
  const failures = results.flatMap(({ file, failures: each }) =>
    each.map((failure) => `          failed: ${file}: ${failure}`),
  );
  const skipped = tests.filter(({ outcome }) => outcome === 'skipped');
  const lacks = [...new Set(skipped.map(({ lack }) => lack))].sort();
  const passed = tests.filter(({ outcome }) => outcome === 'passed').length;
  return [
    `${failures.length > 0 ? 'FAILED ' : 'ok     '} ${engine}: ${passed} passed, ${failures.length} failed, ${skipped.length} skipped`,
    ...failures,
    ...lacks.map((lack) => {
      const where = [...new Set(skipped.filter((test) => test.lack === lack).map(({ file }) => file))];
      return `          ${lack === undefined ? 'skipped for another reason' : `without ${lack}`}: ${where.join(', ')}`;
    }),
  ];
}

async function run() {
  const { named, files, whole, kept } = wordsOf(process.argv.slice(2));
  build({ ifStale: true });
  const scratch = mkdtempSync(path.join(tmpdir(), 'olympic-player-'));
  const screen = process.env.DISPLAY === undefined ? await startScreen() : undefined;
  const support = existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : {};
  const lines = [];
  let failed = false;
  try {
    for (const engine of named) {
      const about = engines[engine];
      const at = about.found();
      if (at === undefined) {
        lines.push(`SKIPPED ${engine}: not here (Debian: apt-get install ${about.package})`);
        continue;
      }
      console.log(`\n--- ${engine}`);
      const environment = about.screen && screen !== undefined ? { DISPLAY: screen.display } : {};
      const results = await runFiles({ engine, files, scratch, environment });
      failed ||= results.some(({ failures }) => failures.length > 0);
      lines.push(...linesOf(engine, results));
      if (!kept) continue;
      // A whole run knows all there is to know, and forgets files that are no more.
      const before = whole ? undefined : support[engine];
      support[engine] = withResults(before, versionOf(about.program(at), environment), results);
      writeFileSync(
        record,
        await prettier.format(JSON.stringify(support), {
          parser: 'json',
          ...(await prettier.resolveConfig(record)),
        }),
      );
    }
  } finally {
    screen?.close();
    rmSync(scratch, { recursive: true, force: true });
  }
  console.log(`\n${lines.join('\n')}`);
  if (kept)
    console.log(
      '\ndocs/browser-support.json is new: `node scripts/generate.mjs --docs` brings it into the README.',
    );
  return failed ? 1 : 0;
}

process.exitCode = await run();
