import { timeRanges } from '../../base/index.js';
import type { OlympicPlayerError, Span } from '../../base/index.js';
import type { BufferBackend, Outcome } from './backend.js';

/** What a source buffer needs of its media source. */
export interface SourceBufferOwner {
  readonly readyState: ReadyState;
  readonly duration: number;
  /** The media element has an error. */
  readonly failed: boolean;
  supports(mimeType: string): boolean;
  /** From `ended` back to `open`. */
  reopen(): void;
  /** The append error algorithm's last step. */
  appendFailed(cause: OlympicPlayerError | undefined): void;
}

/**
 * The rules of W3C Media Source Extensions' SourceBuffer: what may be done when, what it throws, and the order of its
 * events. Appended bytes may not be changed afterwards: they are not copied.
 */
export class CodecSourceBuffer extends EventTarget {
  readonly #owner: SourceBufferOwner;
  readonly #backend: BufferBackend;
  #updating = false;
  #removed = false;
  #operation = 0;
  #timestampOffset = 0;
  #windowStart = 0;
  #windowEnd = Infinity;

  constructor(owner: SourceBufferOwner, backend: BufferBackend) {
    super();
    this.#owner = owner;
    this.#backend = backend;
  }

  get updating(): boolean {
    return this.#updating;
  }

  get mode(): AppendMode {
    return 'segments';
  }

  set mode(mode: AppendMode) {
    this.#mustBeIdle();
    if (mode !== 'segments')
      throw new DOMException(`append mode "${mode}" is not supported here`, 'NotSupportedError');
  }

  get timestampOffset(): number {
    return this.#timestampOffset;
  }

  set timestampOffset(seconds: number) {
    if (!Number.isFinite(seconds)) throw new TypeError('timestampOffset must be a finite number');
    this.#mustBeIdle();
    this.#reopen();
    this.#timestampOffset = seconds;
  }

  get appendWindowStart(): number {
    return this.#windowStart;
  }

  set appendWindowStart(seconds: number) {
    this.#mustBeIdle();
    if (!(seconds >= 0 && seconds < this.#windowEnd))
      throw new TypeError('appendWindowStart must be from 0 to below appendWindowEnd');
    this.#windowStart = seconds;
  }

  get appendWindowEnd(): number {
    return this.#windowEnd;
  }

  set appendWindowEnd(seconds: number) {
    this.#mustBeIdle();
    if (Number.isNaN(seconds) || seconds <= this.#windowStart)
      throw new TypeError('appendWindowEnd must be above appendWindowStart');
    this.#windowEnd = seconds;
  }

  get buffered(): TimeRanges {
    this.#mustBeThere();
    return timeRanges(this.spans);
  }

  /** What `buffered` says. */
  get spans(): readonly Span[] {
    return this.#backend.spans(this.#owner.readyState === 'ended');
  }

  /** Where the last frame of any of its tracks ends, seconds. */
  get highestEnd(): number {
    return this.#backend.highestEnd;
  }

  /** Throws QuotaExceededError when there is no room: then nothing was taken. */
  appendBuffer(data: BufferSource): void {
    this.#mustBeIdle();
    if (this.#owner.failed) throw new DOMException('the media has failed', 'InvalidStateError');
    this.#reopen();
    this.#run(
      this.#backend.append(data, {
        timestampOffset: this.#timestampOffset,
        windowStart: this.#windowStart,
        windowEnd: this.#windowEnd,
      }),
    );
  }

  /** Seconds. */
  remove(start: number, end: number): void {
    this.#mustBeIdle();
    const { duration } = this.#owner;
    if (Number.isNaN(duration) || !(start >= 0 && start <= duration))
      throw new TypeError('remove: start must be from 0 to the duration');
    if (!(end > start)) throw new TypeError('remove: end must be above start');
    this.#reopen();
    this.#run(this.#backend.remove(start, end));
  }

  abort(): void {
    this.#mustBeThere();
    if (this.#owner.readyState !== 'open')
      throw new DOMException('the media source is not open', 'InvalidStateError');
    this.#cancel();
    this.#backend.reset();
    this.#windowStart = 0;
    this.#windowEnd = Infinity;
  }

  changeType(mimeType: string): void {
    if (mimeType === '') throw new TypeError('changeType needs a MIME type');
    this.#mustBeIdle();
    if (!this.#owner.supports(mimeType))
      throw new DOMException(`"${mimeType}" is not supported`, 'NotSupportedError');
    this.#reopen();
    this.#backend.changeType(mimeType);
  }

  /** Its media source lets it go: what it brought is gone with it. */
  detach(): void {
    if (this.#removed) return;
    this.#cancel();
    this.#removed = true;
    this.#backend.detach();
  }

  #run(work: Promise<Outcome>): void {
    this.#updating = true;
    const operation = ++this.#operation;
    queueMicrotask(() => this.#fire('updatestart'));
    void work.then((outcome) => {
      if (operation !== this.#operation) return;
      this.#updating = false;
      if (!outcome.well) this.#owner.appendFailed(outcome.cause);
      this.#fire(outcome.well ? 'update' : 'error');
      this.#fire('updateend');
    });
  }

  #cancel(): void {
    if (!this.#updating) return;
    this.#operation += 1;
    this.#updating = false;
    queueMicrotask(() => {
      this.#fire('abort');
      this.#fire('updateend');
    });
  }

  #reopen(): void {
    if (this.#owner.readyState === 'ended') this.#owner.reopen();
  }

  #fire(type: string): void {
    this.dispatchEvent(new Event(type));
  }

  #mustBeThere(): void {
    if (this.#removed)
      throw new DOMException('the source buffer was removed from its media source', 'InvalidStateError');
  }

  #mustBeIdle(): void {
    this.#mustBeThere();
    if (this.#updating) throw new DOMException('the source buffer is still updating', 'InvalidStateError');
  }
}
