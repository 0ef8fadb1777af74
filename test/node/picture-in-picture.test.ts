/** The floating window of the built player, opened by a real key press: what is in it is read from its pixels. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { createEdge, serveFolder, type Edge, type Handler } from '../../examples/edge/index.js';
import { loadLoop } from '../../examples/edge/loop.js';
import { cameras } from '../../examples/venue/rig.js';
import { ensureBrowser, headlessFlags } from '../../scripts/browser.mjs';

const stripFile = fileURLToPath(new URL('../../examples/venue/strip.ts', import.meta.url));
/** A floating window that shows nothing new for this long stands still, ms. */
const patienceMs = 10_000;
const numberOf = (id: string): number => cameras.find((camera) => camera.id === id)!.number;

describe('picture-in-picture of what the player decodes itself', { timeout: 60_000 }, () => {
  let edge: Edge;
  let browser: Browser;
  let page: Page;
  const run = <T>(code: string) => page.evaluate(code) as Promise<T>;

  before(async () => {
    const { outputFiles } = await build({
      entryPoints: [stripFile],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'strip',
    });
    const servePage: Handler = async ({ url, response }) => {
      if (url.pathname !== '/') return false;
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(
        `<!doctype html><script>${outputFiles[0]!.text}</script><script type="module" src="/dist/define.js"></script>` +
          '<olympic-player autoplay muted transports="ll-hls" src="/event.json"></olympic-player>',
      );
      return true;
    };
    const handlers = [servePage, serveFolder('/dist/', new URL('../../dist/', import.meta.url))];
    edge = await createEdge({ loop: await loadLoop(), handlers });
    browser = await puppeteer.launch({ executablePath: ensureBrowser(), args: headlessFlags });
    page = await browser.newPage();
    await page.goto(edge.url);
    await run(`(async () => {
      await customElements.whenDefined('olympic-player');
      window.player = document.querySelector('olympic-player');
      const playing = () => player.state === 'playing';
      while (!playing()) await new Promise((resolve) => player.addEventListener('statechange', resolve, { once: true }));
      window.floating = () => player.shadowRoot.pictureInPictureElement;
      /** Waits until the floating window shows another picture of a camera. */
      window.shows = async (camera) => {
        let first;
        for (const end = performance.now() + ${patienceMs}; performance.now() < end;) {
          await new Promise(requestAnimationFrame);
          const seen = floating() && strip.readStripFromVideo(floating());
          if (seen?.camera !== camera) continue;
          first ??= seen.frame;
          if (seen.frame !== first) return true;
        }
        return false;
      };
    })()`);
  });
  after(async () => {
    await browser.close();
    await edge.close();
  });

  it('opens, moves, follows a cut to another camera, and closes', async () => {
    assert.equal(await run('player.negotiation.chosen.decode'), 'webcodecs');
    await page.keyboard.press('Tab');
    await page.keyboard.press('i');
    assert.ok(await run(`shows(${numberOf('main')})`), 'the main camera in the floating window');
    assert.equal(await run('document.pictureInPictureElement === player'), true);
    await run(`player.switchAngle('ring-03')`);
    assert.ok(await run(`shows(${numberOf('ring-03')})`), 'the other camera in the same window');
    await page.keyboard.press('i');
    await page.waitForFunction('document.pictureInPictureElement === null');
    assert.equal(await run('player.state'), 'playing');
  });
});
