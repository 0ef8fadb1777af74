/** The venue's page as a newcomer opens it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch, type Browser, type Page } from 'puppeteer-core';
import { createEdge, type Edge } from '../../examples/edge/index.js';
import { cameras, venueVersion } from '../../examples/venue/rig.js';
import { serveVenuePage } from '../../examples/venue/serve-page.js';
import { readStrip } from '../../examples/venue/strip.js';
import { ensureBrowser, headlessFlags } from '../../scripts/browser.mjs';

describe('venue page', () => {
  let edge: Edge;
  let browser: Browser;
  let page: Page;
  const errors: unknown[] = [];

  before(async () => {
    edge = await createEdge({ handlers: [serveVenuePage('/venue/')] });
    browser = await launch({ executablePath: ensureBrowser(), headless: true, args: headlessFlags });
    page = await browser.newPage();
    page.on('pageerror', (error) => errors.push(error));
    await page.goto(`${edge.url}/venue/`);
    await page.waitForSelector('#calibration dt', { timeout: 60_000 });
  });
  after(async () => {
    await browser.close();
    await edge.close();
    assert.deepEqual(errors, []);
  });

  /** What the picture's strip says; read in the frame that drew it, for a WebGL canvas is empty afterwards. */
  async function strip() {
    const pixels = await page.evaluate(
      () =>
        new Promise<{ data: number[]; width: number; height: number }>((resolve) => {
          requestAnimationFrame(() => {
            const canvas = document.querySelector('canvas')!;
            const { width } = canvas;
            const height = Math.floor(canvas.height / 32);
            const context = new OffscreenCanvas(width, height).getContext('2d')!;
            context.drawImage(canvas, 0, canvas.height - height, width, height, 0, 0, width, height);
            resolve({ data: [...context.getImageData(0, 0, width, height).data], width, height });
          });
        }),
    );
    return readStrip({ ...pixels, data: Uint8ClampedArray.from(pixels.data) }, { area: 'strip' });
  }

  const calibration = () => page.$eval('#calibration', (list) => list.textContent);

  it('plays, and shows the strip of the chosen camera when asked', async () => {
    await page.click('#strip');
    await page.click('[aria-label="Ring +45°"]');
    await page.waitForFunction(() => document.querySelector('#calibration')?.textContent.includes('+45°'));
    const first = await strip();
    assert.equal(first?.camera, 3);
    assert.equal(first.version, venueVersion);
    await page.waitForFunction(
      (frame) => !document.querySelector('output')?.textContent.endsWith(`frame ${frame}`),
      {},
      first.frame,
    );
    const later = await strip();
    assert.notEqual(later?.frame, first.frame);
  });

  it('offers every camera', async () => {
    const names = await page.$$eval('#ring [role="button"], #beauty button', (buttons) =>
      buttons.map((button) => button.getAttribute('aria-label') ?? button.textContent),
    );
    assert.deepEqual(
      names,
      cameras.map(({ label }) => label['en']),
    );
  });

  it('jumps to a moment and holds it', async () => {
    await page.evaluate(() => document.querySelectorAll<HTMLButtonElement>('#moments button')[1]?.click());
    await page.waitForFunction(() => document.querySelector('output')?.textContent.includes('frame 120'));
    assert.equal(await page.$eval('#play', (button) => button.textContent), 'Play');
    assert.match(await calibration(), /Ring 0°/);
  });

  it('leaves the cameras by keyboard, and steps frame by frame', async () => {
    await page.focus('#picture');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() =>
      document.querySelector('#calibration')?.textContent.includes('Free viewpoint'),
    );
    assert.match(await calibration(), /Azimuth5\.0°/);
    await page.keyboard.press('.');
    await page.waitForFunction(() => document.querySelector('output')?.textContent.includes('frame 121'));
  });
});
