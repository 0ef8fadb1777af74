/** Serves the files of one folder under a path, and nothing outside it. */
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { isHead, type Exchange } from './exchange.js';
import { allowMethods, Problem } from './problem.js';
import { parseRange } from './range.js';

/** Answers the exchange, or resolves to false when its path is not this handler's. */
export type Handler = (exchange: Exchange) => Promise<boolean>;

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.mp4': 'video/mp4',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.vtt': 'text/vtt; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/**
 * @param prefix path that ends in a slash, for example `/dist/`; a path that ends in a slash is that folder's index.html
 * @param folder what is served there; links that lead out of it are not followed
 */
export function serveFolder(prefix: string, folder: URL): Handler {
  const root = fileURLToPath(folder);
  return async (exchange) => {
    const { url, request, response } = exchange;
    if (!url.pathname.startsWith(prefix)) return false;
    const file = await findFile(root, url.pathname.slice(prefix.length));
    if (!file) return false;
    allowMethods(request.method, ['GET']);

    const etag = `"${file.size.toString(16)}-${Math.floor(file.mtimeMs).toString(16)}"`;
    response.setHeader('etag', etag);
    response.setHeader('cache-control', 'no-cache');
    response.setHeader('accept-ranges', 'bytes');
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304).end();
      return true;
    }
    const range = parseRange(request.headers.range, file.size);
    if (range === 'unsatisfiable')
      throw new Problem(416, `The file has ${file.size} bytes.`, { 'content-range': `bytes */${file.size}` });
    const { first, last } = range ?? { first: 0, last: file.size - 1 };
    response.writeHead(range ? 206 : 200, {
      'content-type': contentTypes[path.extname(file.path).toLowerCase()] ?? 'application/octet-stream',
      'content-length': last - first + 1,
      ...(range && { 'content-range': `bytes ${first}-${last}/${file.size}` }),
    });
    if (isHead(exchange) || file.size === 0) response.end();
    // A client that leaves in the middle is no error of ours: the pipeline has closed the file by then.
    else await pipeline(createReadStream(file.path, { start: first, end: last }), response).catch(() => {});
    return true;
  };
}

async function findFile(root: string, encoded: string) {
  const relative = decode(encoded);
  if (relative.split(/[/\\]/).includes('..') || relative.includes('\0') || relative.includes('\\'))
    throw new Problem(400, 'The path may not leave its folder.');
  const wanted = path.join(
    root,
    relative.endsWith('/') || relative === '' ? `${relative}index.html` : relative,
  );
  try {
    const [realRoot, real] = await Promise.all([realpath(root), realpath(wanted)]);
    if (!real.startsWith(realRoot + path.sep)) return undefined;
    const stats = await stat(real);
    return stats.isFile() ? { path: real, size: stats.size, mtimeMs: stats.mtimeMs } : undefined;
  } catch {
    return undefined;
  }
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new Problem(400, 'The path is not valid percent-encoded UTF-8.');
  }
}
