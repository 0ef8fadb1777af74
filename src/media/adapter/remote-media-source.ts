import {
  Link,
  MEDIA_ERR_DECODE,
  abortError,
  isAbortError,
  revivedError,
  toPlayerError,
} from '../../base/index.js';
import type { OlympicPlayerError, Span } from '../../base/index.js';
import type { BufferBackend, Outcome, Placement, SourceBackend } from './backend.js';
import type { AppendOrder, BufferReport, BytesPageAnswers, BytesWorkerAnswers } from './bytes-protocol.js';
import { MediaSourceFace } from './media-source-face.js';
import { highestEnd } from './spans.js';

export interface RemoteMediaSourceOptions {
  /** To `serveBytes`, in the worker. */
  readonly port: MessagePort;
  /** `MediaSource.isTypeSupported`. */
  supports(mimeType: string): boolean;
  /** Where the bytes come from; asked at every append, with the very object that is appended. */
  describe(bytes: BufferSource): Pick<AppendOrder, 'rendition' | 'eventOffsetMs'>;
  /** The media element's error. */
  fail(kind: EndOfStreamError): void;
  /** Media that WebCodecs must not or cannot take. */
  refuse(error: OlympicPlayerError): void;
  /**
   * Where there is this, a malformed append costs that append alone, and the engine is told that it went well: those that
   * take every failed append for the end would end. Without it the source ends, as a browser's does.
   */
  malformed?(origin: Pick<AppendOrder, 'rendition'>): void;
}

/**
 * MediaSource on the page for engines that have to run there: what is appended becomes samples in the media worker.
 * `updating` lasts until the worker has answered. When it is full the bytes wait there, and QuotaExceededError comes at the
 * next append.
 */
export class RemoteMediaSource extends MediaSourceFace {
  constructor(options: RemoteMediaSourceOptions) {
    super(new RemoteBackend(options));
  }
}

type BytesLink = Link<BytesPageAnswers, BytesWorkerAnswers>;

class RemoteBackend implements SourceBackend {
  readonly #options: RemoteMediaSourceOptions;
  readonly #link: BytesLink;
  readonly #buffers = new Map<number, RemoteBuffer>();
  #nextId = 1;

  constructor(options: RemoteMediaSourceOptions) {
    this.#options = options;
    this.#link = new Link<BytesPageAnswers, BytesWorkerAnswers>(options.port, {
      buffered: (id, spans, waiting) => this.#buffers.get(id)?.update(spans, waiting),
      refused: (plain) => options.refuse(toPlayerError(revivedError(plain), refusedByWorker)),
    });
  }

  supports(mimeType: string): boolean {
    return this.#options.supports(mimeType);
  }

  addBuffer(mimeType: string, announced: (duration: number) => void): BufferBackend {
    const id = this.#nextId++;
    this.#link.tell('addBuffer', [id, mimeType]);
    const buffer = new RemoteBuffer(id, this.#link, this.#options, announced);
    this.#buffers.set(id, buffer);
    return buffer;
  }

  setDuration(seconds: number): void {
    this.#link.tell('setDuration', [seconds]);
  }

  end(): void {
    this.#link.call('end', []).then(
      (spans) => {
        for (const [id, own] of spans) this.#buffers.get(id)?.update(own, false);
      },
      () => {
        // The link was closed meanwhile: there is nobody to tell.
      },
    );
  }

  fail(kind: EndOfStreamError): void {
    this.#options.fail(kind);
  }

  forgive(): boolean {
    return false;
  }

  close(): void {
    this.#link.tell('close', []);
    this.#link.close(abortError('the media source was closed'));
  }
}

class RemoteBuffer implements BufferBackend {
  readonly #id: number;
  readonly #link: BytesLink;
  readonly #options: RemoteMediaSourceOptions;
  readonly #announced: (duration: number) => void;
  #spans: readonly Span[] = [];
  #waiting = false;

  constructor(
    id: number,
    link: BytesLink,
    options: RemoteMediaSourceOptions,
    announced: (duration: number) => void,
  ) {
    this.#id = id;
    this.#link = link;
    this.#options = options;
    this.#announced = announced;
  }

  get highestEnd(): number {
    return highestEnd(this.#spans);
  }

  spans(): readonly Span[] {
    return this.#spans;
  }

  append(data: BufferSource, placement: Placement): Promise<Outcome> {
    if (this.#waiting)
      throw new DOMException('the sample windows are full: remove something first', 'QuotaExceededError');
    const bytes = ArrayBuffer.isView(data)
      ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice()
      : new Uint8Array(data).slice();
    const order: AppendOrder = { ...placement, ...this.#options.describe(data) };
    return this.#outcome(this.#link.call('append', [this.#id, bytes, order], [bytes.buffer]), order);
  }

  remove(start: number, end: number): Promise<Outcome> {
    return this.#outcome(this.#link.call('remove', [this.#id, start, end]));
  }

  reset(): void {
    this.#waiting = false;
    this.#link.tell('abort', [this.#id]);
  }

  changeType(mimeType: string): void {
    this.#link.tell('changeType', [this.#id, mimeType]);
  }

  detach(): void {
    this.#spans = [];
    this.#link.tell('removeBuffer', [this.#id]);
  }

  /** The worker says what is there now. */
  update(spans: readonly Span[], waiting: boolean): void {
    this.#spans = spans;
    this.#waiting = waiting;
  }

  async #outcome(answer: Promise<BufferReport>, order?: AppendOrder): Promise<Outcome> {
    try {
      const { outcome, spans, duration } = await answer;
      this.update(spans, outcome === 'full');
      if (!Number.isNaN(duration)) this.#announced(duration);
      if (outcome !== 'malformed') return { well: true };
      if (order === undefined || this.#options.malformed === undefined) return { well: false };
      this.#options.malformed(order);
      return { well: true };
    } catch (error) {
      // A closed link ends all that is under way, and nobody waits for it.
      return isAbortError(error) ? { well: true } : { well: false };
    }
  }
}

const refusedByWorker = {
  reason: 'media/failed',
  code: MEDIA_ERR_DECODE,
  message: 'media: the worker refused the media.',
} as const;
