import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { catalogFragment } from '../../examples/edge/moq/sources.js';
import { cameras } from '../../examples/venue/rig.js';
import { ensureBrowser, headlessFlags } from '../../scripts/browser.mjs';
import type {} from '../node/moq-support/viewer.js';
import { servePages, type Pages } from './pages.js';
import { publishVenue, type Publisher } from './publisher.js';
import { startRelay, type Relay } from './relay.js';
import type {} from './watch.js';

const binary = process.env.MOQ_RELAY;
const skip = binary === undefined && 'MOQ_RELAY names no relay: run scripts/interop.mjs.';
const angles = ['main', 'ring-00'];
/** What the viewer offers; the relay translates from what the publisher speaks. */
const versions = [
  'moq-lite-05',
  'moq-lite-04',
  'moq-lite-03',
  'moqt-20',
  'moqt-19',
  'moqt-18',
  'moqt-17',
  'moqt-16',
  'moqt-15',
];
/** There, what the relay writes into SUBSCRIBE_OK behind the alias is not what the library reads. */
const disagreed = ['moqt-20', 'moqt-19', 'moqt-18', 'moqt-17'];
const todo = '@moq/net 0.3.4 cannot read the SUBSCRIBE_OK of moq-relay 0.17.10 from draft 17 on';

/** What the player is told: the angle's broadcast at the relay, and the relay's certificate. */
async function eventOn(relay: Relay, ids: readonly string[]) {
  const value = (await (await fetch(new URL('/certificate.sha256', relay.url))).text()).trim();
  const base = relay.url.replace(/^http:/, 'https:');
  return {
    version: '1.0',
    id: 'venue-through-a-relay',
    isLive: true,
    angles: ids.map((id) => ({
      id,
      sources: [
        {
          type: 'moq',
          url: `${base}/#${catalogFragment(id)}`,
          certificateHashes: [{ algorithm: 'sha-256', value }],
        },
      ],
    })),
  };
}

describe('the venue through moq-relay', { skip, timeout: 120_000 }, () => {
  let relay: Relay;
  let publisher: Publisher;
  let browser: Browser;
  let page: Page;
  let pages: Pages;

  before(async () => {
    relay = await startRelay(binary!);
    pages = await servePages(await eventOn(relay, angles));
    publisher = await publishVenue(new URL('/', relay.url), angles);
    browser = await puppeteer.launch({ executablePath: ensureBrowser(), args: headlessFlags });
    page = await browser.newPage();
    await page.goto(`${pages.url}/viewer`);
  });
  after(async () => {
    await browser.close();
    publisher.close();
    await relay.close();
    pages.close();
  });

  it('is played by <olympic-video> over WebTransport, every frame at its event time', async () => {
    const watching = await browser.newPage();
    await watching.goto(`${pages.url}/watch`);
    const { seen, chosen, grade, latency } = await watching.evaluate(() => window.watchEvent('/event.json'));
    await watching.close();
    const { number } = cameras.find(({ id }) => id === angles[0])!;
    for (const { camera, apart } of seen) {
      assert.equal(camera, number);
      assert.ok(Math.abs(apart) < 0.5, `${apart} frames from what the timeline says`);
    }
    assert.equal(grade, 'capture');
    console.log(`the player: ${JSON.stringify(chosen)}, ${Math.round(latency)} ms behind`);
  });

  for (const [i, version] of versions.entries()) {
    const angle = angles[i % angles.length]!;
    const options = disagreed.includes(version) ? { todo } : {};
    it(
      `shows ${angle} over WebTransport in ${version}, each picture at its capture time`,
      options,
      async () => {
        const opened = await page.evaluate(
          (url, name, offered) => window.openMoq(url, name, { protocols: [offered] }),
          `${relay.url}/`,
          `venue/${angle}`,
          version,
        );
        assert.equal(opened.transport, 'webtransport', relay.log());
        assert.equal(opened.version, version.replace('moqt', 'moq-transport'));
        const seen = await page.evaluate(() => window.moqViewers.at(-1)!.sightings(30));
        const { number } = cameras.find(({ id }) => id === angle)!;
        for (const { camera, frame, micros, latencyMs } of seen) {
          assert.equal(camera, number);
          assert.equal(frame, Math.round(((micros / 1000) % 8000) * 0.03) % 240);
          assert.ok(latencyMs > 0);
        }
        const { connectedMs, firstFrameMs } = opened;
        console.log(
          `${angle}: published in ${publisher.version}, watched in ${version}: connected ${Math.round(connectedMs)} ms, first picture ${Math.round(firstFrameMs)} ms`,
        );
        await page.evaluate(() => window.moqViewers.pop()!.connection.close());
      },
    );
  }
});
