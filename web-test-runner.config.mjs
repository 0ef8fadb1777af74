// Browser tests in real headless Chromium, against real edges that the tests ask for at /__edge.
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { puppeteerLauncher } from '@web/test-runner-puppeteer';
import { register } from 'tsx/esm/api';
import { ensureBrowser, headlessFlags } from './scripts/browser.mjs';
import { countReporter } from './scripts/count-reporter.mjs';
import { vhsForTests } from './scripts/wtr-vhs.mjs';

register();
const { edgeFixture } = await import('./test/fixtures/edge-server.ts');
const edges = edgeFixture();

export default {
  rootDir: '.',
  files: ['test/unit/**/*.test.ts', 'test/browser/**/*.test.ts'],
  nodeResolve: { browser: true, exportConditions: ['production'] },
  // Media tests need the machine to themselves: two pages decoding at once on two cores would test the machine.
  concurrency: 1,
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  // The longest file takes 140 s on a quiet machine of two cores.
  testsFinishTimeout: 480_000,
  browsers: [
    puppeteerLauncher({
      launchOptions: {
        executablePath: ensureBrowser(),
        headless: true,
        args: [...headlessFlags, '--js-flags=--expose-gc'],
      },
    }),
  ],
  plugins: [
    vhsForTests(),
    esbuildPlugin({ ts: true, target: 'es2022', tsconfig: 'tsconfig.json' }),
    edges.plugin,
  ],
  middleware: [edges.middleware],
  testFramework: { config: { timeout: 30_000, ui: 'bdd' } },
  reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: false }), countReporter()],
  // Chromium's own network errors are what the fault tests are about; what a browser has and lacks is for test:browsers.
  filterBrowserLogs: ({ args }) =>
    !args.some((text) => typeof text === 'string' && /Failed to load resource|^\[(needs|has)\]/.test(text)),
};
