/** An edge, a headless Chromium and the benches' page in it. */
import type { Browser, Page } from 'puppeteer-core';
import { createEdge, serveFolder } from '../../../examples/edge/index.js';
import type { Edge, EdgeOptions, Handler } from '../../../examples/edge/index.js';
import { serveBundle } from './bundle.js';
import { copyPackage, launchBrowser } from './measured.js';

export interface StandOptions {
  readonly edge?: EdgeOptions;
  /** Asked before what the stand serves itself; given the folder of the package that is measured. */
  readonly handlers?: (dist: URL) => readonly Handler[];
}

export interface Stand {
  readonly edge: Edge;
  readonly browser: Browser;
  readonly page: Page;
  /** The browser's first process. */
  readonly pid: number;
  readonly version: string;
  /** The package as it was when the stand was opened: a build meanwhile does not change what is measured. */
  readonly dist: URL;
  /** Calls a function of page/index.ts; functions and answers are data. */
  call<T>(name: string, ...values: readonly unknown[]): Promise<T>;
  close(): Promise<void>;
}

const html = `<!doctype html><title>bench</title><link rel="icon" href="data:,"><body>
<script type="module" src="/bench/index.js"></script>`;

const servePage: Handler = async ({ url, response }) => {
  if (url.pathname !== '/') return false;
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  return true;
};

/** Opens a stand, and closes it whatever becomes of what it is used for. */
export async function withStand<T>(options: StandOptions, use: (stand: Stand) => Promise<T>): Promise<T> {
  const stand = await openStand(options);
  try {
    return await use(stand);
  } finally {
    await stand.close();
  }
}

async function openStand({ edge: edgeOptions, handlers = () => [] }: StandOptions): Promise<Stand> {
  const { dist, remove } = copyPackage();
  const edge = await createEdge({
    ...edgeOptions,
    handlers: [...handlers(dist), servePage, await serveBundle('/bench/'), serveFolder('/dist/', dist)],
  });
  const browser = await launchBrowser();
  const page = await browser.newPage();
  await page.setViewport({ width: 700, height: 420 });
  page.on('pageerror', (error) => console.error('page:', error));
  await page.goto(`${edge.url}/`);
  await page.waitForFunction('window.bench');
  const pid = browser.process()?.pid;
  if (pid === undefined) throw new Error('the browser has no process');
  return {
    edge,
    browser,
    page,
    pid,
    dist,
    version: await browser.version(),
    call: <T>(name: string, ...values: readonly unknown[]) =>
      page.evaluate(`window.bench.${name}(...${JSON.stringify(values)})`) as Promise<T>,
    async close() {
      await browser.close();
      await edge.close();
      remove();
    },
  };
}
