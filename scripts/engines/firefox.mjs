// Firefox through puppeteer and WebDriver BiDi, no geckodriver.
import { puppeteerLauncher } from '@web/test-runner-puppeteer';
import { findProgram } from '../find-program.mjs';

export const findFirefox = () =>
  process.env.FIREFOX_PATH ??
  findProgram(['firefox', 'firefox-esr'], ['/Applications/Firefox.app/Contents/MacOS']);

export function firefoxLauncher(executablePath, environment) {
  return puppeteerLauncher({
    launchOptions: {
      browser: 'firefox',
      executablePath,
      // Headless Firefox has no WebGL2 without a GPU; on a screen nobody sees it has.
      headless: environment.DISPLAY === undefined,
      env: { ...process.env, ...environment },
      extraPrefsFirefox: {
        'media.autoplay.default': 0,
        'media.autoplay.blocking_policy': 0,
        // Candidates as names of the local network (mDNS) are not resolved here.
        'media.peerconnection.ice.obfuscate_host_addresses': false,
        'media.peerconnection.ice.loopback': true,
      },
    },
  });
}
