/** What a newcomer sees: `npm start`, a browser, the picture, the sound of nothing breaking. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import type { Browser, Page } from 'puppeteer-core';
import { ensureBrowser, headlessFlags } from '../../scripts/browser.mjs';
import { readStrip } from '../../examples/venue/strip.js';

const project = fileURLToPath(new URL('../../', import.meta.url));

interface PlayerLike extends HTMLElement {
  readonly state: string;
  readonly angle: string;
  readonly negotiation: { chosen: { type: string } | null };
}

describe('npm start', { timeout: 180_000 }, () => {
  let server: ChildProcess;
  let browser: Browser;
  let page: Page;
  let address = '';
  const failures: string[] = [];

  before(async () => {
    server = spawn(process.execPath, ['scripts/start.mjs'], {
      cwd: project,
      env: { ...process.env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    assert.ok(server.stdout);
    for await (const line of createInterface(server.stdout)) {
      address = /http:\/\/localhost:\d+\//.exec(line)?.[0] ?? '';
      if (address !== '') break;
    }
    browser = await puppeteer.launch({
      executablePath: ensureBrowser(),
      headless: true,
      args: headlessFlags,
    });
    page = await browser.newPage();
    await page.setViewport({ width: 1440, height: 900 });
    page.on('pageerror', (error) => failures.push(String(error)));
    await page.goto(address);
  });

  after(async () => {
    await browser?.close();
    server.kill('SIGTERM');
    await once(server, 'exit');
  });

  const playing = () =>
    page.waitForFunction(() => document.querySelector<PlayerLike>('olympic-player')?.state === 'playing', {
      timeout: 30_000,
    });

  /** The strip of the picture on screen, read from the pixels of what is in front. */
  async function picture() {
    const { data, width, height } = await page.evaluate(() => {
      const front = document
        .querySelector('olympic-player')
        ?.shadowRoot?.querySelector<HTMLVideoElement | HTMLCanvasElement>('video.front, canvas.front');
      if (!front) throw new Error('no picture in front');
      const ours = front instanceof HTMLCanvasElement;
      const canvas = new OffscreenCanvas(
        ours ? front.width : front.videoWidth,
        ours ? front.height : front.videoHeight,
      );
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no 2d context');
      context.drawImage(front, 0, 0);
      const image = context.getImageData(0, 0, canvas.width, canvas.height);
      return { data: Array.from(image.data), width: image.width, height: image.height };
    });
    return readStrip({ data: Uint8ClampedArray.from(data), width, height });
  }

  it('prints an address that shows one player, playing the main camera over WHEP', async () => {
    await playing();
    assert.equal(await page.$$eval('olympic-player', (players) => players.length), 1);
    assert.equal((await picture())?.camera, 24);
    const type = await page.$eval(
      'olympic-player',
      (player) => (player as PlayerLike).negotiation.chosen?.type,
    );
    assert.equal(type, 'whep');
  });

  it('serves the descriptor, the built package and the fault switchboard on the same origin', async () => {
    const descriptor = (await (await fetch(new URL('event.json', address))).json()) as { angles: unknown[] };
    assert.equal(descriptor.angles.length, 12);
    assert.equal((await fetch(new URL('dist/define.js', address))).status, 200);
    assert.deepEqual(await (await fetch(new URL('faults', address))).json(), []);
    assert.equal((await fetch(new URL('nowhere', address))).status, 404);
  });

  it('carries on when WebRTC is cut, on the page a visitor sees', async () => {
    await playing();
    const posted = await fetch(new URL('faults', address), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ angle: '*', transport: 'whep', kind: 'cut', value: 0, durationMs: 60_000 }),
    });
    assert.equal(posted.status, 201);
    await page.waitForFunction(
      () => {
        const player = document.querySelector<PlayerLike>('olympic-player');
        return player?.state === 'playing' && player.negotiation.chosen?.type === 'moq';
      },
      { timeout: 30_000 },
    );
    assert.equal((await picture())?.camera, 24);
    assert.deepEqual(failures, []);
  });
});
