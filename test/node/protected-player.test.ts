/** The built player and protected events: what the viewer sees is read from screenshots, for a page sees no pixel of it. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { createEdge, serveFolder, type Edge, type Handler } from '../../examples/edge/index.js';
import { loadLoop } from '../../examples/edge/loop.js';
import { readStrip } from '../../examples/venue/strip.js';
import { ensureBrowser, headlessFlags } from '../../scripts/browser.mjs';
import { readPng } from './protected-support/png.js';

const loopMs = 8000;
const frameMs = 1000 / 30;
const cameras = { main: 24, 'ring-00': 0, 'ring-01': 1 };
const width = 640;
const height = 360;

/** What docs promise to run under. */
const policy =
  "default-src 'self'; media-src 'self' blob:; require-trusted-types-for 'script'; trusted-types olympic-player lit-html";

const servePage: Handler = async ({ url, response }) => {
  if (url.pathname !== '/') return false;
  response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy });
  response.end(
    '<!doctype html><title>Protected</title><script type="module" src="/dist/define.js"></script>',
  );
  return true;
};

/** Until a still is on the screen. */
const mostRepaints = 20;

interface Candidate {
  readonly type: string;
  readonly decode: string;
  readonly verdict: string;
  readonly reason: string;
}

describe('a protected event in the built player', { timeout: 180_000 }, () => {
  let edge: Edge;
  let browser: Browser;
  let page: Page;
  const run = <T>(code: string) => page.evaluate(code) as Promise<T>;

  before(async () => {
    const handlers = [servePage, serveFolder('/dist/', new URL('../../dist/', import.meta.url))];
    edge = await createEdge({ loop: await loadLoop(), handlers });
    browser = await puppeteer.launch({ executablePath: ensureBrowser(), args: headlessFlags });
    page = await browser.newPage();
    await page.setViewport({ width, height });
    await page.goto(edge.url);
    await run(`(() => {
      window.violations = [];
      addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective));
      document.body.style.margin = '0';
      return customElements.whenDefined('olympic-video').then(() => {});
    })()`);
  });
  after(async () => {
    await browser.close();
    await edge.close();
  });
  afterEach(async () => {
    await run(`document.querySelector('olympic-video')?.remove()`);
    edge.faults.reset();
  });

  /** Puts a player on the page; resolves with its state once that is one of those waited for. */
  const play = (attributes: Readonly<Record<string, string>>, prepare = '', states = ['playing', 'failed']) =>
    run<string>(`(() => {
      const player = document.createElement('olympic-video');
      window.player = player;
      const attributes = ${JSON.stringify({ autoplay: '', muted: '', ...attributes })};
      for (const [name, value] of Object.entries(attributes)) player.setAttribute(name, value);
      Object.assign(player.style, { display: 'block', width: '${width}px', height: '${height}px' });
      ${prepare};
      return new Promise((resolve) => {
        player.addEventListener('statechange', ({ detail: { state } }) => {
          if (${JSON.stringify(states)}.includes(state)) resolve(state);
        });
        document.body.append(player);
      });
    })()`);

  const candidates = () => run<Candidate[]>('player.negotiation.candidates');

  /** Holds the picture still a little before where it is, and reads it. */
  async function picture(): Promise<{ camera: number; apart: number }> {
    const eventTime = await run<number>(`(async () => {
      player.pause();
      const video = player.shadowRoot.querySelector('video.front');
      let at = NaN;
      const look = () => video.requestVideoFrameCallback((_, { mediaTime }) => ((at = mediaTime), look()));
      look();
      const sought = new Promise((resolve) => player.addEventListener('seeked', resolve, { once: true }));
      player.currentTime -= 0.3;
      await sought;
      // A frame that was on its way before the seek may come first.
      while (!(Math.abs(at - video.currentTime) < 0.05)) await new Promise(requestAnimationFrame);
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return player.eventTime;
    })()`);
    // The browser's compositor may be some repaints behind what it says it has presented.
    let seen = await look(eventTime);
    for (let repaint = 0; repaint < mostRepaints && Math.abs(seen.apart) >= frameMs / 2; repaint += 1)
      seen = await look(eventTime);
    return seen;
  }

  async function look(eventTime: number): Promise<{ camera: number; apart: number }> {
    const shot = readPng(await page.screenshot({ clip: { x: 0, y: 0, width, height } }));
    const strip = readStrip(shot);
    assert.ok(strip, 'the picture carries a strip');
    const apart = (eventTime % loopMs) - strip.frame * frameMs;
    return { camera: strip.camera, apart: ((apart + loopMs * 1.5) % loopMs) - loopMs / 2 };
  }

  async function assertPicture(camera: number): Promise<void> {
    const seen = await picture();
    assert.equal(seen.camera, camera);
    assert.ok(Math.abs(seen.apart) < frameMs / 2, `${seen.apart} ms between player and pixels`);
  }

  for (const [type, scheme] of [
    ['ll-hls', 'cenc'],
    ['ll-hls', 'cbcs'],
    ['hls', 'cbcs'],
    ['dash', 'cenc'],
    ['dash', 'cbcs'],
  ] as const)
    it(`shows ${type} under ${scheme}, each picture at its event time, under the strict policy`, async () => {
      const attributes = { src: `/event.json?protected=${scheme}`, transports: type };
      assert.equal(await play(attributes), 'playing');
      await assertPicture(cameras.main);
      const chosen = await run<Candidate>('player.negotiation.chosen');
      assert.deepEqual([chosen.type, chosen.decode], [type, 'mse']);
      assert.deepEqual(await run('player.viewpoint'), { available: false, reason: 'drm' });
      assert.deepEqual(await run('violations'), []);
    });

  it('cuts from one protected angle to another, and back', async () => {
    await play({ src: '/event.json?protected=1', transports: 'll-hls', angle: 'main' });
    for (const angle of ['ring-00', 'main', 'ring-01'] as const) {
      const cut = await run<{ to: string; gapFrames: number }>(`player.switchAngle('${angle}')`);
      assert.equal(cut.to, angle);
      await assertPicture(cameras[angle]);
      await run('player.play()');
    }
  });

  it('goes to the next source when the licence is refused, and says why', async () => {
    edge.faults.set({ kind: 'unauthorized', transport: 'license', angle: '*', value: 0, durationMs: 60_000 });
    const descriptor = {
      version: '1.0',
      id: 'partly-protected',
      isLive: true,
      clock: { type: 'pdt', url: `${edge.url}/time` },
      angles: [
        {
          id: 'main',
          label: { en: 'Main' },
          role: 'main',
          sources: [
            {
              type: 'll-hls',
              url: `${edge.url}/cenc/hls/main/ll.m3u8`,
              priority: 1,
              protection: [{ keySystem: 'org.w3.clearkey', licenseUrl: `${edge.url}/license/clearkey` }],
            },
            { type: 'dash', url: `${edge.url}/dash/main/manifest.mpd`, priority: 2 },
          ],
        },
      ],
    };
    const state = await play({}, `player.descriptor = ${JSON.stringify(descriptor)}`);
    assert.equal(state, 'playing', String(await run('player.error?.message')));
    const found = await candidates();
    const locked = found.find(({ type, decode }) => type === 'll-hls' && decode === 'mse');
    assert.deepEqual([locked?.verdict, locked?.reason], ['failed', 'eme/unauthorized']);
    const chosen = await run<Candidate>('player.negotiation.chosen');
    assert.deepEqual([chosen.type, chosen.reason], ['dash', 'after eme/unauthorized']);
  });

  it('fetches a fresh token for the licence and plays', async () => {
    const asked = `player.getToken = async ({ purpose, reason }) => {
      (window.tokens ??= []).push([purpose, reason].join(' '));
      return reason === 'refused' ? 'fresh' : 'stale';
    };
    player.prepareRequest = (request, { purpose }) =>
      purpose === 'license' ? { ...request, url: request.url + '?token=fresh' } : request`;
    const attributes = { src: '/event.json?protected=1', transports: 'll-hls' };
    assert.equal(await play(attributes, asked), 'playing');
    assert.ok((await run<string[]>('tokens')).includes('license refused'));
    await assertPicture(cameras.main);
  });

  it('refuses to decode it with WebCodecs, and says why', async () => {
    const attributes = { src: '/event.json?protected=1', decoder: 'webcodecs' };
    assert.equal(await play(attributes), 'failed');
    assert.equal(await run('player.error.reason'), 'session/no-playable-source');
    const reasons = (await candidates())
      .filter(({ decode }) => decode === 'webcodecs')
      .map(({ verdict, reason }) => `${verdict} ${reason}`);
    assert.deepEqual(new Set(reasons), new Set(['refused protected-content']));
  });
});
