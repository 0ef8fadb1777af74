/** Pages for a real browser: the built package, a descriptor, and the scripts that look. */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export interface Pages {
  readonly url: string;
  close(): void;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Each is a page of that name. */
const scripts: Readonly<Record<string, string>> = {
  viewer: 'test/node/moq-support/viewer.ts',
  watch: 'test/interop/watch.ts',
};

const pageOf = (name: string) => `<!doctype html><script type="module" src="/${name}.js"></script><body>`;

/** @param descriptor served as /event.json */
export async function servePages(descriptor: unknown): Promise<Pages> {
  const bundled = new Map<string, string>();
  for (const [name, file] of Object.entries(scripts)) {
    const { outputFiles } = await build({
      entryPoints: [path.join(root, file)],
      bundle: true,
      write: false,
      format: 'esm',
    });
    bundled.set(name, outputFiles[0]!.text);
  }
  const answer = async (url: string): Promise<[type: string, body: string | Buffer]> => {
    const name = /^\/(\w+)(\.js)?$/.exec(url);
    const script = bundled.get(name?.[1] ?? '');
    if (script !== undefined)
      return name?.[2] === undefined ? ['text/html', pageOf(name![1]!)] : ['text/javascript', script];
    if (url === '/event.json') return ['application/json', JSON.stringify(descriptor)];
    return ['text/javascript', await readFile(path.join(root, path.normalize(url)))];
  };
  const server = createServer(({ url = '/' }, response) => {
    answer(url).then(
      ([type, body]) => response.writeHead(200, { 'content-type': type }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
