/**
 * What drawing splats costs in the same browser: gsplat.js and Spark, the open renderers that run here, each with the same 20,000
 * synthetic splats. Quality is not compared: their splats would have to be trained.
 */
import { readFileSync } from 'node:fs';
import type { Browser } from 'puppeteer-core';
import { median } from '../../support/statistics.js';
import type { Measured } from './page/measure.js';
import { servePeers } from './serve.js';

export type SplatPeerName = 'gsplat' | 'spark';

export interface SplatPeer {
  readonly name: SplatPeerName;
  /** npm package and version, for the report. */
  readonly version: string;
  readonly splats: number;
  /** A picture of 640x360 with a new point of view, until a pixel of it has been read, ms. */
  readonly medianMs: number;
  /** Part of the picture that is covered by splats, 0 to 1. */
  readonly covered: number;
  readonly times: readonly number[];
}

export interface SplatPeerOptions {
  readonly splats?: number;
  /** Timed pictures of each. */
  readonly pictures?: number;
  /** Which ones; a caller that measures its own in turns with them asks for one at a time. */
  readonly peers?: readonly SplatPeerName[];
}

const packages: Readonly<Record<SplatPeerName, string>> = { gsplat: 'gsplat', spark: '@sparkjsdev/spark' };

function versionOf(peer: SplatPeerName): string {
  const file = new URL(`../../../../node_modules/${packages[peer]}/package.json`, import.meta.url);
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  return `${packages[peer]} ${version}`;
}

/** Opens a page of its own for each peer, one after the other, and closes it again. */
export async function timeSplatPeers(
  browser: Browser,
  { splats = 20_000, pictures = 20, peers = ['gsplat', 'spark'] }: SplatPeerOptions = {},
): Promise<readonly SplatPeer[]> {
  const server = await servePeers(peers);
  const results: SplatPeer[] = [];
  try {
    for (const name of peers) {
      const page = await browser.newPage();
      try {
        page.on('pageerror', (error) => console.error(`${name}:`, error));
        await page.setViewport({ width: 700, height: 420 });
        await page.goto(server.urlOf(name));
        await page.waitForFunction('window.measurePeer');
        const { times, covered } = (await page.evaluate(
          `window.measurePeer(${splats}, ${pictures})`,
        )) as Measured;
        results.push({ name, version: versionOf(name), splats, medianMs: median(times), covered, times });
      } finally {
        await page.close();
      }
    }
  } finally {
    await server.close();
  }
  return results;
}
