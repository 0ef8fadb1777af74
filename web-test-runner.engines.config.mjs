// The browser tests in another engine than Chromium: ENGINE=firefox or webkit. `npm run test:browsers` runs them all.
import base from './web-test-runner.config.mjs';
import { findFirefox, firefoxLauncher } from './scripts/engines/firefox.mjs';
import { WebKitLauncher, findWebKit } from './scripts/engines/webkit.mjs';

const environment = process.env.DISPLAY === undefined ? {} : { DISPLAY: process.env.DISPLAY };
const launchers = {
  firefox: () => firefoxLauncher(findFirefox(), environment),
  webkit: () => new WebKitLauncher(findWebKit(), environment),
};

export default { ...base, browsers: [launchers[process.env.ENGINE]()] };
