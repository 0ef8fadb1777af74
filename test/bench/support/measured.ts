/** What benches measure, and in what: the package as it is now, and a headless Chromium. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';
import type { Browser } from 'puppeteer-core';
import { ensureBrowser, headlessFlags } from '../../../scripts/browser.mjs';

/** The longest call into a page: a soak, or preparing two dozen cameras. */
const protocolTimeoutMs = 20 * 60_000;

export interface PackageCopy {
  readonly dist: URL;
  remove(): void;
}

/** A copy of the built package: a build meanwhile does not change what is measured. */
export function copyPackage(): PackageCopy {
  const scratch = mkdtempSync(path.join(tmpdir(), 'olympic-player-bench-'));
  const copy = path.join(scratch, 'dist');
  cpSync(fileURLToPath(new URL('../../../dist/', import.meta.url)), copy, { recursive: true });
  return {
    dist: pathToFileURL(`${copy}/`),
    remove() {
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

export const launchBrowser = (): Promise<Browser> =>
  puppeteer.launch({
    executablePath: ensureBrowser(),
    headless: true,
    args: headlessFlags,
    protocolTimeout: protocolTimeoutMs,
    // Watched by the inspector, a page keeps the body of every answer.
    networkEnabled: false,
  });
