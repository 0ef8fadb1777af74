/** Serves the lab's page: its files as they are, and its script bundled from TypeScript when it is first asked for. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { serveFolder, type Handler } from '../edge/index.js';

async function bundle(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./main.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    write: false,
  });
  const script = outputFiles[0]?.contents;
  if (!script) throw new Error('esbuild made nothing of examples/viewpoint-lab/main.ts.');
  return script;
}

/** Fonts, scripts and pictures of its own only, and nothing written into the page as text. */
const policy =
  "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'";

/** @param prefix path that ends in a slash, for example `/lab/` */
export function serveLab(prefix: string): Handler {
  const serveFiles = serveFolder(prefix, new URL('./', import.meta.url));
  let script: Promise<Uint8Array> | undefined;
  return async (exchange) => {
    const { url, request, response } = exchange;
    if (url.pathname === prefix) response.setHeader('content-security-policy', policy);
    const isScript =
      url.pathname === `${prefix}lab.js` && (request.method === 'GET' || request.method === 'HEAD');
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
