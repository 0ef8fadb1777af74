import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { cameras } from '../../examples/venue/rig.js';
import { ensureBrowser, headlessFlags } from '../../scripts/browser.mjs';
import type {} from '../node/moq-support/viewer.js';
import { publishVenue, type Publisher } from './publisher.js';
import { startRelay, type Relay } from './relay.js';

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

describe('the venue through moq-relay', { skip, timeout: 120_000 }, () => {
  let relay: Relay;
  let publisher: Publisher;
  let browser: Browser;
  let page: Page;
  const server = createServer();

  before(async () => {
    const entry = fileURLToPath(new URL('../node/moq-support/viewer.ts', import.meta.url));
    const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: 'esm' });
    server.on('request', ({ url }, response) => {
      const script = url === '/viewer.js';
      response.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html' });
      response.end(
        script ? outputFiles[0]!.text : '<!doctype html><script type="module" src="/viewer.js"></script>',
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    relay = await startRelay(binary!);
    publisher = await publishVenue(new URL('/', relay.url), angles);
    browser = await puppeteer.launch({ executablePath: ensureBrowser(), args: headlessFlags });
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  });
  after(async () => {
    await browser.close();
    publisher.close();
    await relay.close();
    server.closeAllConnections();
    server.close();
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
