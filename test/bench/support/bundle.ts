/** The benches' own pages and workers, bundled in memory, and served. */
import { build } from 'esbuild';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Handler } from '../../../examples/edge/index.js';

const page = fileURLToPath(new URL('../page/', import.meta.url));
const entries = ['index', 'decoding-worker'];

/** Each part on its own, so that a page loads no more than the players it compares. */
export async function serveBundle(prefix: string): Promise<Handler> {
  const { outputFiles } = await build({
    entryPoints: entries.map((name) => path.join(page, `${name}.ts`)),
    outdir: page,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    minify: true,
    logLevel: 'warning',
  });
  const files = new Map(outputFiles.map((file) => [prefix + path.relative(page, file.path), file.contents]));
  return async ({ url, response }) => {
    const contents = files.get(url.pathname);
    if (contents === undefined) return false;
    response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(contents);
    return true;
  };
}
