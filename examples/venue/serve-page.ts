/** Serves the venue's page: its files as they are, and its script bundled from TypeScript when it is first asked for. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { serveFolder, type Handler } from '../edge/index.js';

async function bundle(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./page.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    write: false,
  });
  const script = outputFiles[0]?.contents;
  if (!script) throw new Error('esbuild made nothing of examples/venue/page.ts.');
  return script;
}

/** @param prefix path that ends in a slash, for example `/venue/` */
export function serveVenuePage(prefix: string): Handler {
  const serveFiles = serveFolder(prefix, new URL('./', import.meta.url));
  let script: Promise<Uint8Array> | undefined;
  return async (exchange) => {
    const { url, request, response } = exchange;
    const isScript =
      url.pathname === `${prefix}page.js` && (request.method === 'GET' || request.method === 'HEAD');
    if (!isScript) return serveFiles(exchange);
    const body = await (script ??= bundle());
    response.writeHead(200, {
      'content-type': 'text/javascript; charset=utf-8',
      'content-length': body.byteLength,
      'cache-control': 'no-cache',
    });
    response.end(request.method === 'HEAD' ? undefined : body);
    return true;
  };
}
