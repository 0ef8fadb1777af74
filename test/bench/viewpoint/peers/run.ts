/** `node --import tsx test/bench/viewpoint/peers/run.ts`: the peers alone. */
import puppeteer from 'puppeteer-core';
import { ensureBrowser, headlessFlags } from '../../../../scripts/browser.mjs';
import { rounded } from '../../support/statistics.js';
import { timeSplatPeers } from './index.js';

const browser = await puppeteer.launch({
  executablePath: ensureBrowser(),
  headless: true,
  args: headlessFlags,
});
try {
  for (const { version, splats, medianMs, covered, times } of await timeSplatPeers(browser))
    console.log(
      `${version}: ${splats} splats, 640x360, median ${rounded(medianMs, 1)} ms a picture of ${times.length}, ${rounded(covered * 100)} % covered`,
    );
} finally {
  await browser.close();
}
