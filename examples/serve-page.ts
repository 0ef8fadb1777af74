/** Serves an example's page: its files as they are, and its script bundled from TypeScript when it is first asked for. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { serveFolder, type Handler } from './edge/index.js';

export interface PageOptions {
  /** Path that ends in a slash, for example `/venue/`. */
  readonly prefix: string;
  readonly folder: URL;
  /** Of the script, in the folder. */
  readonly source: string;
  /** Name that the page loads the script by. */
  readonly script: string;
  /** Content security policy of the page itself. */
  readonly policy?: string;
}

async function bundle(entry: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    write: false,
  });
  const script = outputFiles[0]?.contents;
  if (!script) throw new Error(`esbuild made nothing of ${entry}.`);
  return script;
}

export function servePage({ prefix, folder, source, script: name, policy }: PageOptions): Handler {
  const serveFiles = serveFolder(prefix, folder);
  let script: Promise<Uint8Array> | undefined;
  return async (exchange) => {
    const { url, request, response } = exchange;
    if (policy !== undefined && url.pathname === prefix)
      response.setHeader('content-security-policy', policy);
    const isScript =
      url.pathname === prefix + name && (request.method === 'GET' || request.method === 'HEAD');
    if (!isScript) return serveFiles(exchange);
    const body = await (script ??= bundle(fileURLToPath(new URL(source, folder))));
    response.writeHead(200, {
      'content-type': 'text/javascript; charset=utf-8',
      'content-length': body.byteLength,
      'cache-control': 'no-cache',
    });
    response.end(request.method === 'HEAD' ? undefined : body);
    return true;
  };
}
