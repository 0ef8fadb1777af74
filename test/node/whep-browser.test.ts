import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { cameras, recorded } from '../../examples/venue/rig.js';
import { ensureBrowser, headlessFlags } from '../../scripts/browser.mjs';
import { startWhep, type WhepServer } from './whep-support/server.js';
import type { Sighting } from './whep-support/viewer.js';

let server: WhepServer;
let browser: Browser;
let page: Page;

before(async () => {
  const entry = fileURLToPath(new URL('./whep-support/viewer.ts', import.meta.url));
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: 'esm' });
  server = await startWhep(
    {},
    {
      '/': { type: 'text/html', body: '<!doctype html><script type="module" src="/viewer.js"></script>' },
      '/viewer.js': { type: 'text/javascript', body: outputFiles[0]!.text },
    },
  );
  browser = await puppeteer.launch({ executablePath: ensureBrowser(), args: headlessFlags });
  page = await browser.newPage();
  await page.goto(server.url);
});
after(async () => {
  await browser.close();
  await server.close();
});
afterEach(() => server.faults.reset());

const open = (angle: string) => page.evaluate((url) => window.openViewer(url), `/whep/${angle}`);
const sightings = (viewer: number, count: number): Promise<Sighting[]> =>
  page.evaluate((index, wanted) => window.viewers[index]!.sightings(wanted), viewer, count);
const statistics = (viewer: number) => page.evaluate((index) => window.viewers[index]!.statistics(), viewer);

/** The frame the loop rule puts at a capture time, which browsers round to whole milliseconds. */
const frameOf = (captured: number) => Math.round(((captured % 8000) * 30) / 1000) % 240;

function assertTrue(seen: readonly Sighting[], angle: string): void {
  const { number } = cameras.find(({ id }) => id === angle)!;
  for (const { camera, frame, captured } of seen) {
    assert.equal(camera, number);
    assert.equal(frame, frameOf(captured), `captured ${captured}`);
  }
}

describe('WHEP in Chromium', { timeout: 60_000 }, () => {
  it('shows the first picture in less than 2 s, with the codec start-up of a fresh browser in it', async () => {
    const { answeredMs, firstFrameMs } = await open('main');
    assert.ok(firstFrameMs < 2000, `${firstFrameMs} ms, answered after ${answeredMs} ms`);
  });

  it('shows the frames that the capture times stand for', async () => {
    const seen = await sightings(0, 20);
    assertTrue(seen, 'main');
    assert.ok(new Set(seen.map(({ frame }) => frame)).size > 10, 'different ones');
    assert.ok(Math.min(...seen.map(({ latencyMs }) => latencyMs)) < 500);
  });

  it('has sound', async () => {
    await page.evaluate(() => {
      window.viewers[0]!.video.muted = false;
    });
    const before = await statistics(0);
    // The soundtrack clicks every second, so there is something to hear before long.
    let now = before;
    while (now.audioEnergy <= before.audioEnergy && now.at < before.at + 5000) now = await statistics(0);
    assert.ok(now.audioEnergy > before.audioEnergy);
  });

  it('recovers what is lost by asking again', async () => {
    const before = await statistics(0);
    server.fault('drop', 0.1, 'main');
    let now = before;
    while (now.nacks - before.nacks < 10 && now.at < before.at + 8000) now = await statistics(0);
    server.faults.reset();
    assert.ok(now.nacks - before.nacks >= 10, 'packets were lost and asked for');
    assertTrue(await sightings(0, 20), 'main');
    const end = await statistics(0);
    assert.ok(end.packetsLost - before.packetsLost <= 2, `${end.packetsLost} lost for good`);
  });

  it('leaves the strip out where asked to', async () => {
    await open('field?strip=0');
    const { width, height } = await statistics(1);
    assert.deepEqual([width, height], [640, 348]);
  });

  it('serves 8 players at 30 pictures a second each, at their own angles', async () => {
    const angles = recorded.slice(1, 8);
    await page.evaluate(() => window.viewers.splice(1)[0]!.connection.close());
    for (const angle of angles) await open(angle);
    const all = async () => Promise.all(angles.map((_, index) => statistics(index + 1)));
    const before = await all();
    const watched = await Promise.all(angles.map((_, index) => sightings(index + 1, 8)));
    let now = await all();
    while (now[0]!.at < before[0]!.at + 3000) now = await all();
    for (const [index, angle] of angles.entries()) {
      assertTrue(watched[index]!, angle);
      const { framesReceived, at } = now[index]!;
      const perSecond = ((framesReceived - before[index]!.framesReceived) * 1000) / (at - before[index]!.at);
      assert.ok(Math.abs(perSecond - 30) < 1.5, `${angle}: ${perSecond.toFixed(1)} per second`);
    }
  });

  it('frees a session on DELETE, and when a player closes its connection', async () => {
    const { location } = await open('crane');
    const sessions = server.whep.sessions;
    await page.evaluate((path) => fetch(path, { method: 'DELETE' }), location);
    assert.equal(server.whep.sessions, sessions - 1);
    await page.evaluate(() => {
      for (const { connection } of window.viewers) connection.close();
    });
    const began = performance.now();
    while (server.whep.sessions > 0 && performance.now() < began + 5000) await page.evaluate(() => true);
    assert.equal(server.whep.sessions, 0);
  });
});
