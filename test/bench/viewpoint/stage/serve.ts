/** The bench's page, the built package that it imports through an import map, and the store; served to this machine alone. */
import { build } from 'esbuild';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveFolder } from '../../../../examples/edge/index.js';
import type { Handler } from '../../../../examples/edge/index.js';
import { createHttpServer, listen, shutDown } from '../../../../examples/edge/http/server.js';
import type { Store } from './store.js';

const folder = fileURLToPath(new URL('../page/', import.meta.url));

const html = `<!doctype html><title>viewpoint bench</title><link rel="icon" href="data:,">
<script type="importmap">{ "imports": { "olympic-player/viewpoint": "/dist/viewpoint.js" } }</script>
<body><script type="module" src="/page/index.js"></script>`;

const servePage: Handler = async ({ url, response }) => {
  if (url.pathname !== '/') return false;
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  return true;
};

async function serveScripts(): Promise<Handler> {
  const { outputFiles } = await build({
    entryPoints: [path.join(folder, 'index.ts')],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'warning',
  });
  const scripts = new Map(
    outputFiles.map((file) => [`/page/${path.relative(folder, file.path)}`, file.contents]),
  );
  return async ({ url, response }) => {
    const script = scripts.get(url.pathname);
    if (script === undefined) return false;
    response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(script);
    return true;
  };
}

export interface StageServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function serveStage(store: Store, dist: URL): Promise<StageServer> {
  const handlers = [servePage, await serveScripts(), serveFolder('/dist/', dist), store.handler];
  const server = createHttpServer(handlers);
  const port = await listen(server, 0, '127.0.0.1');
  return { url: `http://127.0.0.1:${port}/`, close: () => shutDown(server) };
}
