// The browser tests in the engine that ENGINE names: chromium, firefox or webkit. `npm run test:browsers` runs them all.
import base from './web-test-runner.config.mjs';
import { findFirefox, firefoxLauncher } from './scripts/engines/firefox.mjs';
import { engineReporter } from './scripts/engines/report.mjs';
import { WebKitLauncher, findWebKit } from './scripts/engines/webkit.mjs';

const environment = process.env.DISPLAY === undefined ? {} : { DISPLAY: process.env.DISPLAY };
const launchers = {
  chromium: () => base.browsers[0],
  firefox: () => firefoxLauncher(findFirefox(), environment),
  webkit: () => new WebKitLauncher(findWebKit(), environment),
};

export default {
  ...base,
  browsers: [launchers[process.env.ENGINE]()],
  filterBrowserLogs: ({ args }) => typeof args[0] === 'string' && /^\[(needs|has)\]/.test(args[0]),
  reporters: [...base.reporters, engineReporter()],
};
