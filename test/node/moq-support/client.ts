/** A MoQ viewer in Node: @moq/net over the edge's WebSocket. */
import { WebSocket } from 'ws';
import type { Edge } from '../../../examples/edge/index.js';
import { loadMoq, quietly } from '../../../examples/edge/moq/library.js';
import { PlainSocket } from '../../../examples/edge/moq/plain-socket.js';
import { subprotocols } from '../../../examples/edge/moq/versions.js';
import { openLoc, type OpenedObject } from './containers.js';

type Net = Awaited<ReturnType<typeof loadMoq>>['net'];
export type Connection = Awaited<ReturnType<Net['Connection']['connect']>>;
type Group = NonNullable<Awaited<ReturnType<ReturnType<Subscribe>['recvGroup']>>>;
type Subscribe = (
  track: string,
) => ReturnType<ReturnType<ReturnType<Connection['consume']>['track']>['subscribe']>;

const qmux = 'qmux-02';

/** The answer to an upgrade that was refused; undefined when there was none. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly status: number | undefined;

  constructor(status: number | undefined) {
    super(`The session was refused: ${status ?? 'reset'}.`);
    this.status = status;
  }
}

/** One object as it came. */
export interface Received extends OpenedObject {
  readonly group: number;
  /** Place in its group. */
  readonly index: number;
  /** ms since the Unix epoch. */
  readonly at: number;
}

export class MoqClient {
  readonly connection: Connection;
  readonly socket: WebSocket;
  readonly #net: Net;

  private constructor(connection: Connection, socket: WebSocket, net: Net) {
    this.connection = connection;
    this.socket = socket;
    this.#net = net;
  }

  /**
   * @param path with its query
   * @param offered subprotocols; all of them unless told otherwise
   * @throws RefusedError
   */
  static async open(
    edge: Pick<Edge, 'url'>,
    path: string,
    offered: readonly string[] = subprotocols,
  ): Promise<MoqClient> {
    const { net, qmux: library } = await loadMoq();
    const url = new URL(path, edge.url);
    const socket = new WebSocket(url.href.replace(/^http/, 'ws'), [
      ...offered.map((name) => `${qmux}.${name}`),
      qmux,
    ]);
    // At once: the server speaks first.
    const transport = new library.default(new PlainSocket(socket));
    transport.closed.catch(() => {});
    transport.ready.catch(() => {});
    await new Promise<void>((resolve, reject) => {
      let status: number | undefined;
      socket.once('open', () => resolve());
      socket.once('close', () => reject(new RefusedError(status)));
      socket.once('unexpected-response', (request, response) => {
        status = response.statusCode;
        request.destroy();
        socket.emit('close', 1006, Buffer.alloc(0));
      });
    });
    const connection = await quietly(() => net.Connection.connect(url, { transport }));
    connection.closed.catch(() => {});
    return new MoqClient(connection, socket, net);
  }

  subscribe(track: string, angle = 'main') {
    return quietly(() =>
      this.connection.consume(this.#net.Path.from('venue', angle)).track(track).subscribe(),
    );
  }

  /** The first object of the first group of a track that is text. */
  async text(track: string, angle = 'main'): Promise<string> {
    const group = await this.subscribe(track, angle).recvGroup();
    const frame = await group?.readFrame();
    if (!frame) throw new Error(`There is nothing on ${track}.`);
    return Buffer.from(frame.payload).toString('utf8');
  }

  /** Objects of a track in LOC as they come, of however many groups at once. */
  objects(track: string, angle = 'main'): ObjectLog {
    return new ObjectLog(this.subscribe(track, angle));
  }

  close(): void {
    quietly(() => this.connection.close());
  }
}

/** Everything that comes on one track, in the order in which it comes. */
export class ObjectLog {
  readonly objects: Received[] = [];
  /** Groups that ended, and those that broke off. */
  readonly ended: number[] = [];
  readonly broken: number[] = [];
  /** Settles when the track ends, with what ended it. */
  readonly over: Promise<unknown>;
  #wake: () => void = () => {};

  constructor(subscriber: ReturnType<Subscribe>) {
    this.over = this.#run(subscriber).catch((error: unknown) => error);
    void this.over.then(() => this.#wake());
  }

  /** Resolves when `found` holds; looked at whenever something has come. @throws Error after `withinMs` */
  async until(found: (log: this) => boolean, withinMs = 10_000): Promise<this> {
    const deadline = AbortSignal.timeout(withinMs);
    while (!found(this)) {
      if (deadline.aborted)
        throw new Error(`It did not come within ${withinMs} ms: ${this.objects.length} objects did.`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        deadline.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    return this;
  }

  async #run(subscriber: ReturnType<Subscribe>): Promise<void> {
    for (;;) {
      const group = await subscriber.recvGroup();
      if (!group) return;
      void this.#read(group);
    }
  }

  async #read(group: Group): Promise<void> {
    try {
      for (let index = 0; ; index += 1) {
        const frame = await group.readFrame();
        if (!frame) break;
        this.objects.push({ ...openLoc(frame.payload), group: group.sequence, index, at: Date.now() });
        this.#wake();
      }
      this.ended.push(group.sequence);
    } catch {
      this.broken.push(group.sequence);
    }
    this.#wake();
  }
}
