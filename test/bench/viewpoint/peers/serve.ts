/** The peers' pages, bundled in memory and served to this machine alone. */
import { build } from 'esbuild';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('page/', import.meta.url));

export interface PeerServer {
  /** Of the page of a peer. */
  urlOf(peer: string): string;
  close(): Promise<void>;
}

export async function servePeers(peers: readonly string[]): Promise<PeerServer> {
  const { outputFiles } = await build({
    entryPoints: peers.map((peer) => path.join(folder, `${peer}.ts`)),
    outdir: folder,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    minify: true,
    logLevel: 'warning',
  });
  const scripts = new Map(outputFiles.map((file) => [`/${path.basename(file.path)}`, file.contents]));
  const server = createServer(({ url = '/' }, response) => {
    const script = scripts.get(url);
    if (script !== undefined) {
      response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(script);
      return;
    }
    const peer = peers.find((name) => url === `/${name}`);
    if (peer === undefined) {
      response.writeHead(404).end();
      return;
    }
    const html = `<!doctype html><title>${peer}</title><link rel="icon" href="data:,"><body><script type="module" src="/${peer}.js"></script>`;
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the peers have no address');
  return {
    urlOf: (peer) => `http://127.0.0.1:${address.port}/${peer}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
