import type { OlympicPlayerError } from '../../base/index.js';
import type { TrackKind } from '../contract.js';
import type { CodecOutput, SegmentReader } from './contract.js';
import { CodecSourceBuffer } from './source-buffer.js';
import type { SourceBufferOwner } from './source-buffer.js';
import { SourceBufferSet } from './source-buffer-set.js';
import type { Span } from './time-ranges.js';

/** Container times are multiples of a timescale, durations are written in decimals: a difference this small is none. Seconds. */
const millisecond = 0.001;

/** One for video, one for audio: as many as browsers allow. */
const mostBuffers = 2;

/**
 * W3C Media Source Extensions' MediaSource over a sample sink: what is appended to its buffers goes to our own decoders.
 * Engines written for MediaSource drive it unchanged.
 */
export class CodecMediaSource extends EventTarget {
  readonly sourceBuffers = new SourceBufferSet<CodecSourceBuffer>();
  readonly #output: CodecOutput;
  readonly #createReader: () => SegmentReader;
  #readyState: ReadyState = 'closed';
  #duration = NaN;
  #liveSeekable: Span | undefined;
  #failed = false;

  constructor(output: CodecOutput, createReader: () => SegmentReader) {
    super();
    this.#output = output;
    this.#createReader = createReader;
  }

  get readyState(): ReadyState {
    return this.#readyState;
  }

  /** All buffers that are there are in use. */
  get activeSourceBuffers(): SourceBufferSet<CodecSourceBuffer> {
    return this.sourceBuffers;
  }

  /** A media element takes it up. */
  open(): void {
    if (this.#readyState !== 'closed') return;
    this.#readyState = 'open';
    this.#failed = false;
    this.#fireLater('sourceopen');
  }

  /** The media element lets it go. */
  close(): void {
    if (this.#readyState === 'closed') return;
    for (const buffer of [...this.sourceBuffers]) this.#drop(buffer);
    this.#readyState = 'closed';
    this.#duration = NaN;
    this.#liveSeekable = undefined;
    this.#fireLater('sourceclose');
  }

  /** Seconds. */
  get duration(): number {
    return this.#readyState === 'closed' ? NaN : this.#duration;
  }

  set duration(seconds: number) {
    if (Number.isNaN(seconds) || seconds < 0) throw new TypeError('duration must be 0 or more');
    this.#mustBeOpen();
    this.#mustBeIdle();
    if (seconds < Math.max(0, ...[...this.sourceBuffers].map((buffer) => buffer.highestEnd)) - millisecond)
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
    if (!this.#output.supports(mimeType))
      throw new DOMException(`"${mimeType}" is not supported`, 'NotSupportedError');
    this.#mustBeOpen();
    if (this.sourceBuffers.length >= mostBuffers)
      throw new DOMException(`there are ${mostBuffers} source buffers already`, 'QuotaExceededError');
    const buffer = new CodecSourceBuffer(this.#owner, this.#createReader());
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

  get #owner(): SourceBufferOwner {
    const readyState = () => this.readyState;
    const duration = () => this.duration;
    const failed = () => this.#failed;
    return {
      output: this.#output,
      get readyState() {
        return readyState();
      },
      get duration() {
        return duration();
      },
      get failed() {
        return failed();
      },
      announced: (durationMs) => {
        if (Number.isNaN(this.#duration)) this.#setDuration((durationMs ?? Infinity) / 1000);
      },
      reopen: () => {
        this.#readyState = 'open';
        this.#fireLater('sourceopen');
      },
      appendFailed: (cause) => {
        if (this.#output.lenient === true) this.#output.malformed?.(cause);
        else if (this.#readyState === 'open') this.#end('decode', cause);
      },
      claimed: (kind: TrackKind, by: CodecSourceBuffer) =>
        [...this.sourceBuffers].some((buffer) => buffer !== by && buffer.kinds.includes(kind)),
    };
  }

  #end(error: EndOfStreamError | undefined, cause?: OlympicPlayerError): void {
    this.#readyState = 'ended';
    this.#fireLater('sourceended');
    if (error !== undefined) {
      this.#failed = true;
      this.#output.fail(error, cause);
      // A media element that knows nothing of its media yet lets go of what it cannot play.
      if (Number.isNaN(this.#duration)) queueMicrotask(() => this.close());
      return;
    }
    this.#setDuration(Math.max(0, ...[...this.sourceBuffers].map((buffer) => buffer.highestEnd)));
    this.#output.sink.end();
  }

  #setDuration(seconds: number): void {
    if (Object.is(seconds, this.#duration)) return;
    this.#duration = seconds;
    this.#output.setDuration(seconds * 1000);
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
