import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { createEdge, type Edge, type Handler } from '../../examples/edge/index.js';
import { setupVersions, subprotocols } from '../../examples/edge/moq/versions.js';
import { cameras } from '../../examples/venue/rig.js';
import { ensureBrowser, headlessFlags } from '../../scripts/browser.mjs';
import type { OpenOptions, Sighting } from './moq-support/viewer.js';

let edge: Edge;
let browser: Browser;
let page: Page;
const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown) => void unhandled.push(reason);

before(async () => {
  process.on('unhandledRejection', onUnhandled);
  const entry = fileURLToPath(new URL('./moq-support/viewer.ts', import.meta.url));
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: 'esm' });
  edge = await createEdge({ handlers: [servePage(outputFiles[0]!.text)], random: () => 0.5 });
  browser = await puppeteer.launch({ executablePath: ensureBrowser(), args: headlessFlags });
  page = await browser.newPage();
  await page.goto(`${edge.url}/viewer`);
});
afterEach(() => edge.faults.reset());
after(async () => {
  await browser.close();
  await edge.close();
  process.off('unhandledRejection', onUnhandled);
  assert.deepEqual(unhandled, []);
});

const servePage =
  (script: string): Handler =>
  async ({ url, response }) => {
    const pages: Record<string, [type: string, body: string]> = {
      '/viewer': ['text/html', '<!doctype html><script type="module" src="/viewer.js"></script>'],
      '/viewer.js': ['text/javascript', script],
    };
    const [type, body] = pages[url.pathname] ?? [];
    if (type === undefined) return false;
    response.writeHead(200, { 'content-type': type }).end(body);
    return true;
  };

const open = (path: string, broadcast: string, options: OpenOptions = {}) =>
  page.evaluate((url, name, given) => window.openMoq(url, name, given), path, broadcast, options);
const sightings = (viewer: number, count: number): Promise<Sighting[]> =>
  page.evaluate((index, wanted) => window.moqViewers.at(index)!.sightings(wanted), viewer, count);
const leave = () =>
  page.evaluate(() => {
    for (const { connection } of window.moqViewers.splice(0)) connection.close();
  });

function assertTrue(seen: readonly Sighting[], angle: string): void {
  const { number } = cameras.find(({ id }) => id === angle)!;
  for (const { camera, frame, micros } of seen) {
    assert.equal(camera, number);
    assert.equal(frame, Math.round(((micros / 1000) % 8000) * 0.03) % 240, `captured ${micros}`);
  }
}

/** Resolves once the edge has seen everybody leave. */
async function everybodyLeft(): Promise<void> {
  const deadline = performance.now() + 5000;
  while (edge.moq.sessions > 0 && performance.now() < deadline) await page.evaluate(() => true);
  assert.equal(edge.moq.sessions, 0);
}

describe('MoQ in Chromium', { timeout: 120_000 }, () => {
  it('shares the port of HTTP, and tells its certificate', async () => {
    assert.equal(edge.moq.webTransport?.port, edge.port);
    const response = await fetch(`${edge.url}/certificate.sha256`);
    assert.deepEqual([await response.text()], edge.moq.webTransport?.certificateHashes);
  });

  for (const version of [...subprotocols, ...Object.keys(setupVersions)])
    it(`shows pictures over WebTransport in ${version}`, async () => {
      const opened = await open(`/moq/main?version=${version}`, 'venue/main');
      assert.deepEqual(
        [opened.version, opened.transport],
        [version.replace('moqt', 'moq-transport'), 'webtransport'],
      );
      assertTrue(await sightings(-1, 5), 'main');
      await leave();
    });

  it('shows the frames that the capture times stand for, soon after they were captured', async () => {
    const { firstFrameMs, connectedMs } = await open('/moq/field', 'venue/field');
    assert.ok(firstFrameMs < 1500, `${firstFrameMs} ms, connected after ${connectedMs} ms`);
    const seen = await sightings(-1, 45);
    assertTrue(seen, 'field');
    const steps = seen.slice(1).map(({ micros }, i) => Math.round((micros - seen[i]!.micros) / 100));
    assert.deepEqual(new Set(steps), new Set([333]), 'none is missing');
    const latencies = seen.slice(-30).map(({ latencyMs }) => latencyMs);
    assert.ok(Math.min(...latencies) < 150, `${Math.min(...latencies)} ms`);
    await leave();
  });

  it('has several angles in one session, and over WebSocket', async () => {
    await open('/moq', 'venue/ring-00', { quality: 'low' });
    assertTrue(await sightings(-1, 10), 'ring-00');
    const { transport } = await open('/moq/main', 'venue/main', { webSocket: true });
    assert.ok(['websocket', 'webtransport'].includes(transport));
    assertTrue(await sightings(-1, 10), 'main');
    await leave();
  });

  it('leaves the strip out where asked to', async () => {
    const { width, height } = await open('/moq/main?strip=0', 'venue/main');
    assert.deepEqual([width, height], [640, 348]);
    await leave();
  });

  it('tells sessions by their paths, and hears how they end', async () => {
    const found = await page.evaluate(
      (hashes) => window.poolSessions(hashes),
      [...edge.moq.webTransport!.certificateHashes],
    );
    assert.deepEqual(found, { results: ['fulfilled', 'fulfilled', 'rejected'], code: 7 });
    await everybodyLeft();
  });

  for (const kind of ['refuse', 'unauthorized', 'notfound', 'unavailable'] as const)
    it(`is refused by the fault ${kind}, and let in afterwards`, async () => {
      edge.faults.set({ kind, angle: 'main', transport: 'moq', value: 0, durationMs: 60_000 });
      await assert.rejects(open('/moq/main', 'venue/main'));
      edge.faults.reset();
      await open('/moq/main', 'venue/main');
      await leave();
    });

  it('loses its session to a cut', async () => {
    await open('/moq/main', 'venue/main');
    const lost = page.evaluate(() =>
      window.moqViewers.at(-1)!.connection.closed.then(
        () => true,
        () => true,
      ),
    );
    edge.faults.set({ kind: 'cut', angle: 'main', transport: 'moq', value: 0, durationMs: 60_000 });
    assert.equal(await lost, true);
    await everybodyLeft();
  });

  it('says goodbye when the edge closes, and leaves nothing when the page goes', async () => {
    await leave();
    await everybodyLeft();
    const other = await browser.newPage();
    await other.goto(`${edge.url}/viewer`);
    await other.evaluate(() => window.openMoq('/moq/main', 'venue/main', {}));
    assert.equal(edge.moq.sessions, 1);
    await other.close();
    await everybodyLeft();
  });
});
