/** What runner and pages exchange: bytes by key, over HTTP. A picture is RGB, a depth is 32-bit floats. */
import type { Handler } from '../../../../examples/edge/index.js';
import type { Picture } from '../picture.js';

interface Entry {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

const prefix = '/data/';

export class Store {
  readonly #entries = new Map<string, Entry>();

  put(key: string, { width, height, data }: Picture): void {
    this.#entries.set(key, { width, height, bytes: data });
  }

  putFile(key: string, bytes: Uint8Array): void {
    this.#entries.set(key, { width: 0, height: 0, bytes });
  }

  picture(key: string): Picture {
    const { width, height, bytes } = this.#entry(key);
    return { width, height, data: bytes };
  }

  bytes(key: string): Uint8Array {
    return this.#entry(key).bytes;
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  /** Forgets all whose keys begin so. */
  drop(start: string): void {
    for (const key of this.#entries.keys()) if (key.startsWith(start)) this.#entries.delete(key);
  }

  readonly handler: Handler = async ({ url, request, response }) => {
    if (!url.pathname.startsWith(prefix)) return false;
    const key = url.pathname.slice(prefix.length);
    if (request.method === 'PUT') {
      const chunks: Uint8Array[] = [];
      for await (const chunk of request) chunks.push(chunk as Uint8Array);
      const side = (name: string): number => Number(request.headers[name]);
      const entry = { width: side('x-width'), height: side('x-height'), bytes: Buffer.concat(chunks) };
      this.#entries.set(key, entry);
      response.writeHead(204).end();
      return true;
    }
    const entry = this.#entries.get(key);
    if (entry === undefined) return false;
    const { width, height, bytes } = entry;
    response.writeHead(200, { 'x-width': width, 'x-height': height, 'cache-control': 'no-store' }).end(bytes);
    return true;
  };

  #entry(key: string): Entry {
    const entry = this.#entries.get(key);
    if (entry === undefined) throw new Error(`nothing is stored as ${key}`);
    return entry;
  }
}
