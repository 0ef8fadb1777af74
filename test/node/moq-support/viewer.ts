/** Runs in the browser: watches angles over MoQ with @moq/net and WebCodecs, and says what is seen. */
import * as Moq from '@moq/net';
import { readStripFromSource } from '../../../examples/venue/strip.js';

/** One decoded picture. */
export interface Sighting {
  readonly camera: number;
  readonly frame: number;
  /** Event time its object told, µs. */
  readonly micros: number;
  /** From capture to the decoded picture, ms. */
  readonly latencyMs: number;
}

export interface Opening {
  readonly version: string;
  readonly transport: string;
  /** ms from the call. */
  readonly connectedMs: number;
  readonly firstFrameMs: number;
  readonly width: number;
  readonly height: number;
}

interface Rendition {
  readonly codec: string;
  readonly description: string;
}

const microsPerMs = 1000;
/** 2020-01-01, from which the legacy container counts. */
const moqEpochMicros = 1_577_836_800_000_000;

class Viewer {
  readonly connection: Moq.Connection.Established;
  readonly #canvas = document.createElement('canvas');
  readonly #sightings: Sighting[] = [];
  readonly #decoder: VideoDecoder;
  #size = { width: 0, height: 0 };
  #failure: unknown;
  #wake: () => void = () => {};

  constructor(connection: Moq.Connection.Established) {
    this.connection = connection;
    this.#decoder = new VideoDecoder({
      output: (frame) => this.#see(frame),
      error: (error) => this.#fail(error),
    });
  }

  async play(path: string, quality: string): Promise<void> {
    const broadcast = this.connection.consume(Moq.Path.from(path));
    const catalog = (await broadcast.track('catalog.json').subscribe().readJson()) as {
      video: { renditions: Record<string, Rendition> };
    };
    const track = `${quality}.legacy`;
    const { codec, description } = catalog.video.renditions[track]!;
    const bytes = description.match(/../g)!.map((byte) => parseInt(byte, 16));
    this.#decoder.configure({ codec, description: Uint8Array.from(bytes), optimizeForLatency: true });
    void this.#run(broadcast.track(track).subscribe()).catch((error: unknown) => this.#fail(error));
  }

  /** The next `count` pictures. */
  async sightings(count: number): Promise<Sighting[]> {
    const from = this.#sightings.length;
    while (this.#sightings.length < from + count) {
      if (this.#failure) throw this.#failure;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return this.#sightings.slice(from, from + count);
  }

  get size() {
    return this.#size;
  }

  async #run(subscriber: Moq.Track.Subscriber): Promise<void> {
    for (;;) {
      const group = await subscriber.recvGroup();
      if (!group) return;
      // A group may be dropped on its way; the next one begins with a key picture.
      await this.#decode(group).catch(() => {});
    }
  }

  async #decode(group: Moq.Group.Consumer): Promise<void> {
    for (let type: EncodedVideoChunkType = 'key'; ; type = 'delta') {
      const frame = await group.readFrame();
      if (!frame) return;
      const [micros, data] = Moq.Varint.decode(frame.payload);
      this.#decoder.decode(new EncodedVideoChunk({ type, timestamp: micros + moqEpochMicros, data }));
    }
  }

  #see(frame: VideoFrame): void {
    const { displayWidth: width, displayHeight: height, timestamp } = frame;
    const strip = readStripFromSource(frame, width, height, this.#canvas);
    frame.close();
    this.#size = { width, height };
    const latencyMs = performance.timeOrigin + performance.now() - timestamp / microsPerMs;
    this.#sightings.push({
      camera: strip?.camera ?? -1,
      frame: strip?.frame ?? -1,
      micros: timestamp,
      latencyMs,
    });
    this.#wake();
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#wake();
  }
}

declare global {
  interface Window {
    moqViewers: Viewer[];
    openMoq: (url: string, path: string, options: OpenOptions) => Promise<Opening>;
    poolSessions: (hashes: readonly string[]) => Promise<{ results: string[]; code: number | undefined }>;
  }
}

export interface OpenOptions {
  readonly webSocket?: boolean;
  readonly quality?: string;
  /** Subprotocols to offer over WebTransport; all that the library speaks when left out. */
  readonly protocols?: readonly string[];
}

/** WebTransport with a certificate that nobody has: only WebSocket is left. */
const unusable = { serverCertificateHashes: [{ value: '00'.repeat(32) }] };

window.moqViewers = [];
window.openMoq = async (url, path, { webSocket = false, quality = 'high', protocols }) => {
  const began = performance.now();
  const connection = await Moq.Connection.connect(new URL(url, location.href), {
    ...(webSocket
      ? { websocket: { delay: 0 }, webtransport: unusable }
      : { websocket: { enabled: false }, webtransport: protocols && { protocols: [...protocols] } }),
  });
  const connectedMs = performance.now() - began;
  const viewer = new Viewer(connection);
  window.moqViewers.push(viewer);
  await viewer.play(path, quality);
  await viewer.sightings(1);
  const firstFrameMs = performance.now() - began;
  const { version, transport } = connection;
  return { version, transport, connectedMs, firstFrameMs, ...viewer.size };
};

/** Asks for sessions of which one is not there, all at once, and closes the first with a code. */
window.poolSessions = async (hashes) => {
  const serverCertificateHashes = hashes.map((hash) => ({
    algorithm: 'sha-256',
    value: Uint8Array.from(hash.match(/../g)!.map((byte) => parseInt(byte, 16))),
  }));
  const sessions = ['main', 'field', 'nowhere'].map(
    (angle) =>
      new WebTransport(`https://${location.host}/moq/${angle}`, {
        serverCertificateHashes,
        allowPooling: false,
      }),
  );
  for (const { closed } of sessions) closed.catch(() => {});
  const results = await Promise.allSettled(sessions.map(({ ready }) => ready));
  sessions[0]!.close({ closeCode: 7, reason: 'Enough.' });
  const { closeCode } = await sessions[0]!.closed;
  sessions[1]!.close();
  return { results: results.map(({ status }) => status), code: closeCode };
};
