import { isAbortError } from '../../base/index.js';
import type { Link } from '../../base/index.js';
import type { AppendOrder, BufferReport, BytesPageAnswers, BytesWorkerAnswers } from './bytes-protocol.js';
import { highestEnd, timeRanges } from './time-ranges.js';
import type { Span } from './time-ranges.js';

export type BytesLink = Link<BytesPageAnswers, BytesWorkerAnswers>;

/** What a remote source buffer needs of its media source. */
export interface RemoteOwner {
  readonly link: BytesLink;
  readonly readyState: ReadyState;
  readonly duration: number;
  readonly failed: boolean;
  supports(mimeType: string): boolean;
  describe(bytes: BufferSource): Pick<AppendOrder, 'rendition' | 'eventOffsetMs'>;
  reopen(): void;
  appendFailed(): void;
  learned(duration: number): void;
}

/**
 * SourceBuffer on the page, whose bytes a worker takes. `updating` lasts until the worker has answered. When the worker is
 * full the bytes wait there, and QuotaExceededError comes at the next append.
 */
export class RemoteSourceBuffer extends EventTarget {
  readonly #owner: RemoteOwner;
  readonly #id: number;
  #spans: readonly Span[] = [];
  #updating = false;
  #removed = false;
  #waiting = false;
  #operation = 0;
  #timestampOffset = 0;
  #windowStart = 0;
  #windowEnd = Infinity;

  constructor(owner: RemoteOwner, id: number) {
    super();
    this.#owner = owner;
    this.#id = id;
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
    if (this.#owner.readyState === 'ended') this.#owner.reopen();
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
    return timeRanges(this.#spans);
  }

  /** Seconds. */
  get highestEnd(): number {
    return highestEnd(this.#spans);
  }

  appendBuffer(data: BufferSource): void {
    this.#mustBeIdle();
    if (this.#owner.failed) throw new DOMException('the media has failed', 'InvalidStateError');
    if (this.#waiting)
      throw new DOMException('the sample windows are full: remove something first', 'QuotaExceededError');
    if (this.#owner.readyState === 'ended') this.#owner.reopen();
    const bytes = ArrayBuffer.isView(data)
      ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice()
      : new Uint8Array(data).slice();
    const order: AppendOrder = {
      timestampOffset: this.#timestampOffset,
      windowStart: this.#windowStart,
      windowEnd: this.#windowEnd,
      ...this.#owner.describe(data),
    };
    this.#run(this.#owner.link.call('append', [this.#id, bytes, order], [bytes.buffer]));
  }

  /** Seconds. */
  remove(start: number, end: number): void {
    this.#mustBeIdle();
    const { duration } = this.#owner;
    if (Number.isNaN(duration) || !(start >= 0 && start <= duration))
      throw new TypeError('remove: start must be from 0 to the duration');
    if (!(end > start)) throw new TypeError('remove: end must be above start');
    if (this.#owner.readyState === 'ended') this.#owner.reopen();
    this.#run(this.#owner.link.call('remove', [this.#id, start, end]));
  }

  abort(): void {
    this.#mustBeThere();
    if (this.#owner.readyState !== 'open')
      throw new DOMException('the media source is not open', 'InvalidStateError');
    if (this.#updating) this.#cancel();
    this.#owner.link.tell('abort', [this.#id]);
    this.#waiting = false;
    this.#windowStart = 0;
    this.#windowEnd = Infinity;
  }

  changeType(mimeType: string): void {
    if (mimeType === '') throw new TypeError('changeType needs a MIME type');
    this.#mustBeIdle();
    if (!this.#owner.supports(mimeType))
      throw new DOMException(`"${mimeType}" is not supported`, 'NotSupportedError');
    if (this.#owner.readyState === 'ended') this.#owner.reopen();
    this.#owner.link.tell('changeType', [this.#id, mimeType]);
  }

  /** Its media source lets it go. */
  detach(): void {
    if (this.#removed) return;
    if (this.#updating) this.#cancel();
    this.#removed = true;
    this.#spans = [];
    this.#owner.link.tell('removeBuffer', [this.#id]);
  }

  /** The worker says what is there now. */
  update(spans: readonly Span[], waiting: boolean): void {
    this.#spans = spans;
    this.#waiting = waiting;
  }

  #run(answer: Promise<BufferReport>): void {
    this.#updating = true;
    const operation = ++this.#operation;
    queueMicrotask(() => this.#fire('updatestart'));
    answer.then(
      (report) => {
        if (this.#removed) return;
        this.update(report.spans, report.outcome === 'full');
        this.#owner.learned(report.duration);
        if (operation === this.#operation) this.#finish(report.outcome !== 'malformed');
      },
      (error: unknown) => {
        // A closed link ends all that is under way; nobody waits for it.
        if (operation === this.#operation && !isAbortError(error)) this.#finish(false);
      },
    );
  }

  #finish(well: boolean): void {
    this.#updating = false;
    if (!well) this.#owner.appendFailed();
    this.#fire(well ? 'update' : 'error');
    this.#fire('updateend');
  }

  #cancel(): void {
    this.#operation += 1;
    this.#updating = false;
    queueMicrotask(() => {
      this.#fire('abort');
      this.#fire('updateend');
    });
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
