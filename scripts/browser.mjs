// Finds the browser that tests and recordings run in, and installs Debian's where none is there and that is allowed.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { findProgram, isExecutable } from './find-program.mjs';

/** Flags under which headless Chromium plays, decodes and draws on a machine without a screen or a GPU. */
export const headlessFlags = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--autoplay-policy=no-user-gesture-required',
];

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
  'msedge',
];

const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

function windowsApplications() {
  const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => process.env[name]);
  return roots.flatMap((root) =>
    root === undefined
      ? []
      : ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'].map((file) =>
          path.join(root, file),
        ),
  );
}

/** Path of an installed Chrome, Chromium or Edge: CHROME_PATH, then PATH, then the usual places; or undefined. */
export function findBrowser() {
  if (process.env.CHROME_PATH) return process.env.CHROME_PATH;
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return (
    findProgram(names.map((name) => name + suffix)) ??
    [...applications, ...windowsApplications()].find(isExecutable)
  );
}

const missing =
  'No browser found. Install Chrome, Chromium or Edge (on Debian: apt-get install chromium), or set CHROME_PATH to one.';

/** As findBrowser, but installs Debian's chromium when root and apt is there; throws one line otherwise. */
export function ensureBrowser() {
  const found = findBrowser();
  if (found !== undefined) return found;
  const asRoot = process.getuid?.() === 0;
  if (!asRoot || spawnSync('apt-get', ['--version']).status !== 0) throw new Error(missing);
  console.log('Installing chromium …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const words of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
  ])
    spawnSync('apt-get', words, { stdio: ['ignore', 'ignore', 'inherit'], env });
  const installed = findBrowser();
  if (installed === undefined) throw new Error(missing);
  return installed;
}
