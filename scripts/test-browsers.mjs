// npm run test:browsers: the browser tests in Chromium, Firefox and WebKit, whichever are here. What an engine cannot do is
// skipped by capability and listed; what was found goes to docs/browser-support.json and from there into the README's table.
// `npm run test:browsers -- firefox test/browser/x.test.ts` runs one engine, or only some files (then nothing is written).
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { findBrowser } from './browser.mjs';
import { findFirefox } from './engines/firefox.mjs';
import { findWebKit } from './engines/webkit.mjs';
import { startScreen } from './engines/xvfb.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const results = path.join(root, 'docs/browser-support.json');
const version = (program) =>
  /\d+(\.\d+)+/.exec(spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[0] ?? 'unknown';

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

function runIn(engine, files, environment, scratch) {
  const report = path.join(scratch, `${engine}.json`);
  const words = [
    'node_modules/@web/test-runner/dist/bin.js',
    '--config',
    'web-test-runner.engines.config.mjs',
  ];
  if (files.length > 0) words.push('--files', ...files);
  return new Promise((resolve) => {
    const child = spawn(process.execPath, words, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...environment, ENGINE: engine, ENGINE_REPORT: report },
    });
    child.on('close', () => resolve(JSON.parse(readFileSync(report, 'utf8'))));
  });
}

async function run() {
  const words = process.argv.slice(2);
  const named = words.filter((word) => word in engines);
  const files = words.filter((word) => !(word in engines));
  build({ ifStale: true });
  const scratch = mkdtempSync(path.join(tmpdir(), 'olympic-player-'));
  const screen = process.env.DISPLAY === undefined ? await startScreen() : undefined;
  const support = {};
  const lines = [];
  let failed = 0;
  try {
    for (const [engine, about] of Object.entries(engines)) {
      if (named.length > 0 && !named.includes(engine)) continue;
      const at = about.found();
      if (at === undefined) {
        lines.push(`SKIPPED ${engine}: not here (Debian: apt-get install ${about.package})`);
        continue;
      }
      const environment = about.screen && screen !== undefined ? { DISPLAY: screen.display } : {};
      console.log(`\n--- ${engine}`);
      const report = await runIn(engine, files, environment, scratch);
      failed += report.failed.length;
      lines.push(
        `${report.failed.length > 0 ? 'FAILED ' : 'ok     '} ${engine}: ${report.passed} passed, ${report.failed.length} failed, ${report.skipped.length} skipped`,
        ...report.failed.map((failure) => `          failed: ${failure}`),
        ...Object.entries(report.lacking).map(
          ([lack, where]) => `          without ${lack}: ${where.join(', ')}`,
        ),
      );
      support[engine] = {
        version: version(about.program(at)),
        passed: report.passed,
        failed: report.failed.length,
        skipped: report.skipped.length,
        lacking: Object.keys(report.lacking).sort(),
        has: report.has,
      };
    }
  } finally {
    screen?.close();
    rmSync(scratch, { recursive: true, force: true });
  }
  if (files.length === 0 && Object.keys(support).length === Object.keys(engines).length)
    writeFileSync(results, `${JSON.stringify(support, null, 2)}\n`);
  console.log(`\n${lines.join('\n')}`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await run();
