/**
 * Makes the committed recordings: `npm run venue` renders and encodes every recorded camera and the sound into
 * examples/venue/media. `npm run venue -- main ring-00 audio` makes only those, `--out FOLDER`
 * puts them elsewhere. A file is replaced only once it is whole.
 * Needs a Chromium (CHROME_PATH or the usual places) and ffmpeg.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { launch } from 'puppeteer-core';
import { ensureBrowser, headlessFlags } from '../../scripts/browser.mjs';
import { audioEncodings, encodeSound } from './recording/audio.js';
import { recorded } from './rig.js';

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: fileURLToPath(new URL('./media', import.meta.url)) } },
});
const mediaFolder = options.out;

/** A page that nobody sees is slowed down by default. */
const neverThrottled = ['--disable-background-timer-throttling', '--disable-renderer-backgrounding'];

async function save(name: string, data: Uint8Array): Promise<void> {
  const path = join(mediaFolder, basename(name));
  await writeFile(`${path}.part`, data);
  await rename(`${path}.part`, path);
  console.log(`${name}: ${(data.byteLength / 1024).toFixed(0)} KiB`);
}

/** Serves the recording page and takes its files. */
async function startServer(script: Uint8Array): Promise<{ server: Server; address: string }> {
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'PUT' && pathname.startsWith('/files/')) {
      await save(decodeURIComponent(pathname.slice('/files/'.length)), await buffer(request));
      response.writeHead(204).end();
    } else if (pathname === '/page.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    } else if (pathname === '/') {
      const page =
        '<!doctype html><meta charset="utf-8"><title>Venue</title><script type="module" src="/page.js"></script>';
      response.writeHead(200, { 'content-type': 'text/html' }).end(page);
    } else {
      response.writeHead(404).end();
    }
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('The server is not bound to a port.');
  return { server, address: `http://127.0.0.1:${bound.port}/` };
}

async function recordCameras(ids: readonly string[]): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./recording/page.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  const script = outputFiles[0]?.contents;
  if (!script) throw new Error('esbuild made nothing of the recording page.');
  const { server, address } = await startServer(script);
  const browser = await launch({
    executablePath: ensureBrowser(),
    headless: true,
    args: [...headlessFlags, ...neverThrottled],
    protocolTimeout: 30 * 60_000,
  });
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error));
    await page.goto(address);
    await page.waitForFunction('typeof recordVenueCamera === "function"');
    for (const id of ids) await page.evaluate((camera) => window.recordVenueCamera(camera), id);
  } finally {
    await browser.close();
    server.close();
  }
}

const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name);
const unknown = wanted.filter((name) => name !== 'audio' && !recorded.includes(name));
if (unknown.length > 0) {
  console.error(
    `There is no recording of ${unknown.join(', ')}; there are ${recorded.join(', ')} and audio.`,
  );
  process.exit(1);
}
await mkdir(mediaFolder, { recursive: true });
if (isWanted('audio')) {
  for (const encoding of audioEncodings) await save(encoding.file, await encodeSound(encoding));
}
const ids = recorded.filter(isWanted);
if (ids.length > 0) await recordCameras(ids);
