import type { Browser, Page } from 'puppeteer-core';
import { copyPackage, launchBrowser } from '../../support/measured.js';
import type { Bench } from '../page/index.js';
import { serveStage } from './serve.js';
import { Store } from './store.js';

/** Calls a function of page/index.ts; its words and its answer are data. */
export type Call = <Name extends keyof Bench>(
  name: Name,
  ...words: Parameters<Bench[Name]>
) => Promise<Awaited<ReturnType<Bench[Name]>>>;

/** A headless Chromium with the bench's page, and what it exchanges with it. */
export interface Stage {
  readonly browser: Browser;
  readonly version: string;
  readonly store: Store;
  readonly call: Call;
  /** With a page of its own, as a visitor has it, who has seen nothing of it yet. */
  fresh<T>(use: (call: Call) => Promise<T>): Promise<T>;
}

const callsOf =
  (page: Page): Call =>
  (name, ...words) =>
    page.evaluate(`window.viewpointBench.${name}(...${JSON.stringify(words)})`) as Promise<
      Awaited<ReturnType<Bench[typeof name]>>
    >;

async function openPage(page: Page, url: string): Promise<Call> {
  page.on('pageerror', (error) => {
    console.error('page:', error);
    process.exitCode = 1;
  });
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) console.error('page:', message.text());
  });
  await page.setViewport({ width: 700, height: 420 });
  await page.goto(url);
  await page.waitForFunction('window.viewpointBench');
  return callsOf(page);
}

export async function withStage<T>(use: (stage: Stage) => Promise<T>): Promise<T> {
  const { dist, remove } = copyPackage();
  const store = new Store();
  const server = await serveStage(store, dist);
  const browser = await launchBrowser();
  try {
    const call = await openPage(await browser.newPage(), server.url);
    return await use({
      browser,
      version: await browser.version(),
      store,
      call,
      async fresh(using) {
        const context = await browser.createBrowserContext();
        try {
          return await using(await openPage(await context.newPage(), server.url));
        } finally {
          await context.close();
        }
      },
    });
  } finally {
    await browser.close();
    await server.close();
    remove();
  }
}
