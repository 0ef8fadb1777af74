import { Link, abortError, revivedError, toPlayerError, MEDIA_ERR_DECODE } from '../../base/index.js';
import type { OlympicPlayerError } from '../../base/index.js';
import type { AppendOrder, BytesPageAnswers, BytesWorkerAnswers } from './bytes-protocol.js';
import { RemoteSourceBuffer } from './remote-source-buffer.js';
import type { BytesLink, RemoteOwner } from './remote-source-buffer.js';
import { SourceBufferSet } from './source-buffer-set.js';
import type { Span } from './time-ranges.js';

const mostBuffers = 2;
/** A difference this small is none, seconds. */
const millisecond = 0.001;

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
}

/** MediaSource on the page for engines that have to run there: what is appended becomes samples in the media worker. */
export class RemoteMediaSource extends EventTarget {
  readonly sourceBuffers = new SourceBufferSet<RemoteSourceBuffer>();
  readonly #options: RemoteMediaSourceOptions;
  readonly #link: BytesLink;
  readonly #ids = new Map<number, RemoteSourceBuffer>();
  #nextId = 1;
  #readyState: ReadyState = 'closed';
  #duration = NaN;
  #failed = false;
  #liveSeekable: Span | undefined;

  constructor(options: RemoteMediaSourceOptions) {
    super();
    this.#options = options;
    this.#link = new Link<BytesPageAnswers, BytesWorkerAnswers>(options.port, {
      buffered: (id, spans, waiting) => this.#ids.get(id)?.update(spans, waiting),
      refused: (plain) =>
        options.refuse(
          toPlayerError(revivedError(plain), {
            reason: 'media/failed',
            code: MEDIA_ERR_DECODE,
            message: 'media: the worker refused the media.',
          }),
        ),
    });
  }

  get readyState(): ReadyState {
    return this.#readyState;
  }

  get activeSourceBuffers(): SourceBufferSet<RemoteSourceBuffer> {
    return this.sourceBuffers;
  }

  /** A media element, or what stands for it, takes it up. */
  open(): void {
    if (this.#readyState !== 'closed') return;
    this.#readyState = 'open';
    this.#fireLater('sourceopen');
  }

  /** Lets everything go, in the worker too. */
  close(): void {
    if (this.#readyState === 'closed') return;
    for (const buffer of [...this.sourceBuffers]) this.#drop(buffer);
    this.#readyState = 'closed';
    this.#duration = NaN;
    this.#liveSeekable = undefined;
    this.#link.tell('close', []);
    this.#link.close(abortError('the media source was closed'));
    this.#fireLater('sourceclose');
  }

  /** Seconds. */
  get duration(): number {
    return this.#duration;
  }

  set duration(seconds: number) {
    if (Number.isNaN(seconds) || seconds < 0) throw new TypeError('duration must be 0 or more');
    this.#mustBeOpen();
    this.#mustBeIdle();
    if (seconds < Math.max(0, ...[...this.sourceBuffers].map(({ highestEnd }) => highestEnd)) - millisecond)
      throw new DOMException('there is media beyond that: remove it first', 'InvalidStateError');
    this.#duration = seconds;
    this.#link.tell('setDuration', [seconds]);
  }

  /** What `setLiveSeekableRange` said. */
  get liveSeekable(): Span | undefined {
    return this.#liveSeekable;
  }

  setLiveSeekableRange(start: number, end: number): void {
    this.#mustBeOpen();
    if (!(start >= 0 && start <= end))
      throw new TypeError('a live range goes from 0 or more to no less than its start');
    this.#liveSeekable = { start, end };
  }

  clearLiveSeekableRange(): void {
    this.#mustBeOpen();
    this.#liveSeekable = undefined;
  }

  addSourceBuffer(mimeType: string): RemoteSourceBuffer {
    if (mimeType === '') throw new TypeError('a source buffer needs a MIME type');
    if (!this.#options.supports(mimeType))
      throw new DOMException(`"${mimeType}" is not supported`, 'NotSupportedError');
    this.#mustBeOpen();
    if (this.sourceBuffers.length >= mostBuffers)
      throw new DOMException(`there are ${mostBuffers} source buffers already`, 'QuotaExceededError');
    const id = this.#nextId++;
    const buffer = new RemoteSourceBuffer(this.#owner, id);
    this.#ids.set(id, buffer);
    this.sourceBuffers.add(buffer);
    this.#link.tell('addBuffer', [id, mimeType]);
    return buffer;
  }

  removeSourceBuffer(buffer: RemoteSourceBuffer): void {
    if (!this.sourceBuffers.has(buffer))
      throw new DOMException('the source buffer is not of this media source', 'NotFoundError');
    this.#drop(buffer);
  }

  endOfStream(error?: EndOfStreamError): void {
    this.#mustBeOpen();
    this.#mustBeIdle();
    this.#end(error);
  }

  get #owner(): RemoteOwner {
    const readyState = () => this.#readyState;
    const duration = () => this.#duration;
    const failed = () => this.#failed;
    return {
      link: this.#link,
      get readyState() {
        return readyState();
      },
      get duration() {
        return duration();
      },
      get failed() {
        return failed();
      },
      supports: (mimeType) => this.#options.supports(mimeType),
      describe: (bytes) => this.#options.describe(bytes),
      reopen: () => {
        this.#readyState = 'open';
        this.#fireLater('sourceopen');
      },
      appendFailed: () => {
        if (this.#readyState === 'open') this.#end('decode');
      },
      learned: (seconds) => {
        if (Number.isNaN(this.#duration)) this.#duration = seconds;
      },
    };
  }

  #end(error: EndOfStreamError | undefined): void {
    this.#readyState = 'ended';
    this.#fireLater('sourceended');
    if (error === undefined) {
      this.#duration = Math.max(0, ...[...this.sourceBuffers].map(({ highestEnd }) => highestEnd));
      void this.#finish();
      return;
    }
    this.#failed = true;
    this.#options.fail(error);
    // A media element that knows nothing of its media yet lets go of what it cannot play.
    if (Number.isNaN(this.#duration)) queueMicrotask(() => this.close());
  }

  async #finish(): Promise<void> {
    try {
      const { duration, spans } = await this.#link.call('end', []);
      if (this.#readyState !== 'ended') return;
      this.#duration = duration;
      for (const [id, own] of spans) this.#ids.get(id)?.update(own, false);
    } catch {
      // The link was closed meanwhile: there is nobody to tell.
    }
  }

  #drop(buffer: RemoteSourceBuffer): void {
    buffer.detach();
    this.sourceBuffers.delete(buffer);
    for (const [id, one] of this.#ids) if (one === buffer) this.#ids.delete(id);
  }

  #fireLater(type: string): void {
    queueMicrotask(() => this.dispatchEvent(new Event(type)));
  }

  #mustBeOpen(): void {
    if (this.#readyState !== 'open')
      throw new DOMException(`the media source is ${this.#readyState}, not open`, 'InvalidStateError');
  }

  #mustBeIdle(): void {
    if ([...this.sourceBuffers].some(({ updating }) => updating))
      throw new DOMException('a source buffer is still updating', 'InvalidStateError');
  }
}
