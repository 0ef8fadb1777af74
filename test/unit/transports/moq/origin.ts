import * as Moq from '@moq/net';
import type { Dial } from '../../../../src/transports/moq/session/dial.js';
import { createMockTransportPair } from '../../../../node_modules/@moq/net/mock.js';
import { connectFailed } from '../../../../src/transports/moq/errors.js';
import { json, varint } from './support.js';

export const path = 'venue/finish';
export const fps = 25;
export const framesAGroup = 5;

/** A coded frame of nothing in the legacy container, at a wall-clock time in ms. */
export const legacyFrame = (timeMs: number, size = 4): Uint8Array =>
  new Uint8Array([...varint(Math.round(timeMs * 1000)), ...Array.from({ length: size }, (_, i) => i + 1)]);

export interface HangTrack {
  readonly codec: string;
  readonly [field: string]: unknown;
}

export const hangCatalog = (video: Record<string, HangTrack>, audio: Record<string, HangTrack> = {}) => ({
  video: { renditions: video },
  audio: { renditions: audio },
});

export const avc: HangTrack = {
  codec: 'avc1.42c01e',
  container: { kind: 'legacy' },
  codedWidth: 640,
  codedHeight: 360,
  framerate: fps,
  bitrate: 500_000,
};

export const opus: HangTrack = {
  codec: 'opus',
  container: { kind: 'legacy' },
  sampleRate: 48_000,
  numberOfChannels: 2,
};

/** A MoQ origin in the page: real @moq/net on both sides, streams in memory between them. */
export class Origin {
  readonly #tracks = new Map<string, Set<Moq.Track.Producer>>();
  readonly #static = new Map<string, readonly Uint8Array[]>();
  readonly #waiting = new Map<string, (() => void)[]>();
  readonly refused = new Map<string, string>();
  readonly dialled: string[] = [];
  /** What a dial meets next, in order; empty: it succeeds. */
  readonly troubles: ('refuse' | 'hang')[] = [];
  version = 'moq-lite-05';
  #sessions: Moq.Connection.Established[] = [];
  #transports: { server: WebTransport }[] = [];
  #broadcast: string;

  constructor(catalog: unknown, track = 'catalog.json', broadcast = path) {
    this.#broadcast = broadcast;
    this.setCatalog(catalog, track);
  }

  /** Instead of a socket. */
  readonly dial: Dial = async (server, { abort }) => {
    this.dialled.push(server.href);
    const trouble = this.troubles.shift();
    if (trouble === 'refuse') throw connectFailed('refused by the test');
    if (trouble === 'hang')
      await new Promise((_, reject) => abort.addEventListener('abort', () => reject(abort.reason)));
    const pair = createMockTransportPair(this.version);
    this.#transports.push(pair);
    void this.#serve(pair.server);
    return { transport: pair.client, over: 'webtransport' };
  };

  setCatalog(catalog: unknown, track = 'catalog.json'): void {
    this.setObjects(track, [catalog instanceof Uint8Array ? catalog : json(catalog)]);
  }

  /** A track of one group of objects, for whoever subscribes. */
  setObjects(track: string, objects: readonly Uint8Array[]): void {
    this.#static.set(track, objects);
    for (const producer of this.#tracks.get(track) ?? []) write(producer, objects);
  }

  /** Resolves when somebody subscribes to a track, and at once where somebody does. */
  async subscribed(name: string): Promise<void> {
    if ((this.#tracks.get(name)?.size ?? 0) > 0) return;
    await new Promise<void>((resolve) => {
      this.#waiting.set(name, [...(this.#waiting.get(name) ?? []), resolve]);
    });
  }

  /** Resolves when nobody subscribes to a track any more. */
  async unsubscribed(name: string): Promise<void> {
    await Promise.all([...(this.#tracks.get(name) ?? [])].map((producer) => producer.unused()));
  }

  isSubscribed(name: string): boolean {
    return (this.#tracks.get(name)?.size ?? 0) > 0;
  }

  /** Begins a group on a track, to be written to frame by frame. */
  group(name: string, sequence: number): { write(payload: Uint8Array): void; end(): void; abort(): void } {
    const groups = [...(this.#tracks.get(name) ?? [])].map((producer) => {
      const group = new Moq.Group.Producer(sequence);
      producer.writeGroup(group);
      return group;
    });
    return {
      write: (payload) => {
        for (const group of groups) group.writeFrame({ payload, timestamp: Moq.Time.Timestamp.now() });
      },
      end: () => {
        for (const group of groups) group.close();
      },
      abort: () => {
        for (const group of groups) group.close(new Error('lost'));
      },
    };
  }

  /** A whole group of pictures; group n begins n group lengths after `epoch`. */
  give(name: string, sequence: number, epoch: number, frames = framesAGroup): void {
    const group = this.group(name, sequence);
    for (let i = 0; i < frames; i += 1)
      group.write(legacyFrame(epoch + ((sequence * framesAGroup + i) * 1000) / fps));
    group.end();
  }

  endTrack(name: string, error?: Error): void {
    for (const producer of this.#tracks.get(name) ?? []) producer.close(error);
  }

  /** The sessions there are end; new ones may come. */
  cut(reason = ''): void {
    const transports = this.#transports;
    this.#transports = [];
    this.#sessions = [];
    for (const { server } of transports) server.close({ closeCode: 0, reason });
    this.#tracks.clear();
  }

  close(): void {
    this.cut('the test is over');
  }

  async #serve(transport: WebTransport): Promise<void> {
    const connection = await Moq.Connection.accept(transport, new URL('https://origin.test/'));
    this.#sessions.push(connection);
    const broadcast = new Moq.Broadcast.Producer();
    connection.publish(Moq.Path.from(this.#broadcast), broadcast);
    for (;;) {
      const request = await broadcast.requested();
      if (request === undefined) return;
      const refusal = this.refused.get(request.name);
      if (refusal !== undefined) {
        request.reject(new Error(refusal));
        continue;
      }
      const objects = this.#static.get(request.name);
      if (objects === undefined && request.name.startsWith('catalog')) {
        request.reject(new Error('not found'));
        continue;
      }
      this.#accept(request, objects);
    }
  }

  #accept(request: Moq.Track.Request, objects: readonly Uint8Array[] | undefined): void {
    const producer = request.accept({ timescale: Moq.Time.Timescale.MICRO, latencyMax: 10_000 });
    // Somebody only wants to know what the track is like.
    if (!producer.used.peek()) return;
    const all = this.#tracks.get(request.name) ?? new Set();
    this.#tracks.set(request.name, all.add(producer));
    void producer.closed.then(() => all.delete(producer));
    if (objects !== undefined) write(producer, objects);
    for (const resolve of this.#waiting.get(request.name) ?? []) resolve();
    this.#waiting.delete(request.name);
  }
}

function write(producer: Moq.Track.Producer, objects: readonly Uint8Array[]): void {
  const group = producer.appendGroup();
  for (const payload of objects) group.writeFrame({ payload, timestamp: Moq.Time.Timestamp.now() });
  group.close();
}
