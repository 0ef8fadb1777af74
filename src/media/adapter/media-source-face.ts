import { timeRanges } from '../../base/index.js';
import type { OlympicPlayerError, Span } from '../../base/index.js';
import type { SourceBackend } from './backend.js';
import { CodecSourceBuffer } from './source-buffer.js';
import type { SourceBufferOwner } from './source-buffer.js';
import { SourceBufferSet } from './source-buffer-set.js';
import { intersection } from './spans.js';

/** One for video, one for audio: as many as browsers allow. */
const mostBuffers = 2;

/** Container times are multiples of a timescale, durations are written in decimals: a difference this small is none. Seconds. */
const millisecond = 0.001;

/** The rules of W3C Media Source Extensions' MediaSource; engines written for it drive this unchanged. */
export class MediaSourceFace extends EventTarget {
  readonly sourceBuffers = new SourceBufferSet<CodecSourceBuffer>();
  readonly #backend: SourceBackend;
  readonly #owner: SourceBufferOwner;
  #readyState: ReadyState = 'closed';
  #duration = NaN;
  #liveSeekable: Span | undefined;
  #failed = false;

  constructor(backend: SourceBackend) {
    super();
    this.#backend = backend;
    this.#owner = this.#makeOwner();
  }

  get readyState(): ReadyState {
    return this.#readyState;
  }

  /** All buffers that are there are in use. */
  get activeSourceBuffers(): SourceBufferSet<CodecSourceBuffer> {
    return this.sourceBuffers;
  }

  /** The `buffered` of whoever plays this: what lies in all of the buffers, as of their last operation. */
  get buffered(): TimeRanges {
    return timeRanges(intersection([...this.sourceBuffers].map(({ spans }) => spans)));
  }

  /** A media element, or what stands for it, takes it up. */
  open(): void {
    if (this.#readyState !== 'closed') return;
    this.#readyState = 'open';
    this.#failed = false;
    this.#fireLater('sourceopen');
  }

  /** It is let go, with all it has. */
  close(): void {
    if (this.#readyState === 'closed') return;
    for (const buffer of [...this.sourceBuffers]) this.#drop(buffer);
    this.#readyState = 'closed';
    this.#duration = NaN;
    this.#liveSeekable = undefined;
    this.#backend.close();
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
    if (seconds < this.#highestEnd - millisecond)
      throw new DOMException('there is media beyond that: remove it first', 'InvalidStateError');
    this.#setDuration(seconds);
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

  addSourceBuffer(mimeType: string): CodecSourceBuffer {
    if (mimeType === '') throw new TypeError('a source buffer needs a MIME type');
    if (!this.#backend.supports(mimeType))
      throw new DOMException(`"${mimeType}" is not supported`, 'NotSupportedError');
    this.#mustBeOpen();
    if (this.sourceBuffers.length >= mostBuffers)
      throw new DOMException(`there are ${mostBuffers} source buffers already`, 'QuotaExceededError');
    const backend = this.#backend.addBuffer(mimeType, (duration) => {
      if (Number.isNaN(this.#duration)) this.#setDuration(duration);
    });
    const buffer = new CodecSourceBuffer(this.#owner, backend);
    this.sourceBuffers.add(buffer);
    return buffer;
  }

  removeSourceBuffer(buffer: CodecSourceBuffer): void {
    if (!this.sourceBuffers.has(buffer))
      throw new DOMException('the source buffer is not of this media source', 'NotFoundError');
    this.#drop(buffer);
  }

  endOfStream(error?: EndOfStreamError): void {
    this.#mustBeOpen();
    this.#mustBeIdle();
    this.#end(error);
  }

  #makeOwner(): SourceBufferOwner {
    const readyState = () => this.#readyState;
    const duration = () => this.#duration;
    const failed = () => this.#failed;
    return {
      get readyState() {
        return readyState();
      },
      get duration() {
        return duration();
      },
      get failed() {
        return failed();
      },
      supports: (mimeType) => this.#backend.supports(mimeType),
      reopen: () => {
        this.#readyState = 'open';
        this.#fireLater('sourceopen');
      },
      appendFailed: (cause) => {
        if (!this.#backend.forgive(cause) && this.#readyState === 'open') this.#end('decode', cause);
      },
    };
  }

  get #highestEnd(): number {
    return Math.max(0, ...[...this.sourceBuffers].map(({ highestEnd }) => highestEnd));
  }

  #end(error: EndOfStreamError | undefined, cause?: OlympicPlayerError): void {
    this.#readyState = 'ended';
    this.#fireLater('sourceended');
    if (error !== undefined) {
      this.#failed = true;
      this.#backend.fail(error, cause);
      // A media element that knows nothing of its media yet lets go of what it cannot play.
      if (Number.isNaN(this.#duration)) queueMicrotask(() => this.close());
      return;
    }
    this.#setDuration(this.#highestEnd);
    this.#backend.end();
  }

  #setDuration(seconds: number): void {
    if (Object.is(seconds, this.#duration)) return;
    this.#duration = seconds;
    this.#backend.setDuration(seconds);
  }

  #drop(buffer: CodecSourceBuffer): void {
    buffer.detach();
    this.sourceBuffers.delete(buffer);
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
