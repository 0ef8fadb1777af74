import {
  MEDIA_ERR_DECODE,
  MEDIA_ERR_SRC_NOT_SUPPORTED,
  OlympicPlayerError,
  eventTime,
} from '../../base/index.js';
import { deckTime } from '../contract.js';
import type { ConfigId, Sample, TrackKind } from '../contract.js';
import type {
  Announced,
  AnnouncedInit,
  AppendOrigin,
  CodecOutput,
  Parsed,
  SegmentReader,
} from './contract.js';
import { FrameProcessor } from './frame-processor.js';
import type { CodedFrame, PlacedFrame, Placement } from './frame-processor.js';
import { highestEnd, intersection, spansOf, timeRanges } from './time-ranges.js';
import type { Span } from './time-ranges.js';

/** What a source buffer needs of its media source. */
export interface SourceBufferOwner {
  readonly output: CodecOutput;
  readonly readyState: ReadyState;
  readonly duration: number;
  /** The media element has an error. */
  readonly failed: boolean;
  /** An initialisation segment says how long the media is, or that it does not know. */
  announced(durationMs: number | undefined): void;
  /** From `ended` back to `open`. */
  reopen(): void;
  /** The append error algorithm's last step. */
  appendFailed(error: OlympicPlayerError): void;
  /** Whether another buffer of the source has this kind of track. */
  claimed(kind: TrackKind, by: CodecSourceBuffer): boolean;
}

interface Track {
  readonly kind: TrackKind;
  readonly processor: FrameProcessor;
}

/** Bytes that were refused for want of room, already read: engines make room and append them again. */
interface Refused {
  readonly bytes: Uint8Array;
  readonly parsed: Parsed;
}

/** The sink had no room. */
const full = Symbol('full');

/**
 * W3C Media Source Extensions' SourceBuffer over a sample sink. Appending and removing happen at once, inside the call; the
 * attributes and events tell it as a browser would. Appended bytes are not copied: they belong to the sink from then on.
 */
export class CodecSourceBuffer extends EventTarget {
  readonly #owner: SourceBufferOwner;
  readonly #reader: SegmentReader;
  readonly #configs = new WeakMap<Announced, ConfigId>();
  #tracks: ReadonlyMap<number, Track> = new Map();
  #refused: Refused | undefined;
  /** The kinds of the first initialisation segment: later ones must have the same. */
  #kinds: readonly TrackKind[] = [];
  #updating = false;
  #removed = false;
  #operation = 0;
  #timestampOffset = 0;
  #windowStart = 0;
  #windowEnd = Infinity;

  constructor(owner: SourceBufferOwner, reader: SegmentReader) {
    super();
    this.#owner = owner;
    this.#reader = reader;
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
    return timeRanges(this.spans());
  }

  /** What `buffered` tells; nothing after removal. */
  spans(): readonly Span[] {
    if (this.#removed) return [];
    const sets = this.#kinds.map((kind) => spansOf(this.#owner.output.sink.buffered(kind)));
    if (this.#owner.readyState !== 'ended') return intersection(sets);
    // At the end of the stream the shorter track counts as lasting as long as the longer one.
    const end = Math.max(...sets.map(highestEnd));
    return intersection(
      sets.map((set) => {
        const last = set.at(-1);
        return last === undefined ? set : [...set.slice(0, -1), { start: last.start, end }];
      }),
    );
  }

  /** Seconds; where the last frame of any of its tracks ends. */
  get highestEnd(): number {
    return Math.max(
      0,
      ...this.#kinds.map((kind) => highestEnd(spansOf(this.#owner.output.sink.buffered(kind)))),
    );
  }

  /** Throws QuotaExceededError when the sink is full: then nothing was taken. */
  appendBuffer(data: BufferSource): void {
    this.#mustBeIdle();
    if (this.#owner.failed) throw new DOMException('the media has failed', 'InvalidStateError');
    if (this.#owner.readyState === 'ended') this.#owner.reopen();
    const bytes = ArrayBuffer.isView(data)
      ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      : new Uint8Array(data);
    const outcome = this.#append(bytes, this.#owner.output.describe(data));
    if (outcome === full)
      throw new DOMException('the sample windows are full: remove something first', 'QuotaExceededError');
    this.#finishLater(() => {
      if (outcome === undefined) {
        this.#fire('update');
        this.#fire('updateend');
        return;
      }
      this.#owner.appendFailed(outcome);
      this.#fire('error');
      this.#fire('updateend');
    });
  }

  /** Seconds. */
  remove(start: number, end: number): void {
    this.#mustBeIdle();
    const { duration } = this.#owner;
    if (Number.isNaN(duration) || !(start >= 0 && start <= duration))
      throw new TypeError('remove: start must be from 0 to the duration');
    if (!(end > start)) throw new TypeError('remove: end must be above start');
    if (this.#owner.readyState === 'ended') this.#owner.reopen();
    this.#removeFromSink(start, end);
    this.#finishLater(() => {
      this.#fire('update');
      this.#fire('updateend');
    });
  }

  abort(): void {
    this.#mustBeThere();
    if (this.#owner.readyState !== 'open')
      throw new DOMException('the media source is not open', 'InvalidStateError');
    if (this.#updating) {
      this.#endOperation();
      queueMicrotask(() => {
        this.#fire('abort');
        this.#fire('updateend');
      });
    }
    this.#resetParser();
    this.#windowStart = 0;
    this.#windowEnd = Infinity;
  }

  changeType(mimeType: string): void {
    if (mimeType === '') throw new TypeError('changeType needs a MIME type');
    this.#mustBeIdle();
    if (!this.#owner.output.supports(mimeType))
      throw new DOMException(`"${mimeType}" is not supported`, 'NotSupportedError');
    if (this.#owner.readyState === 'ended') this.#owner.reopen();
    this.#resetParser();
    this.#tracks = new Map();
  }

  /** Its media source lets it go: what it brought is gone with it. */
  detach(): void {
    if (this.#removed) return;
    if (this.#updating) {
      this.#endOperation();
      queueMicrotask(() => {
        this.#fire('abort');
        this.#fire('updateend');
      });
    }
    this.#removeFromSink(-Infinity, Infinity);
    this.#removed = true;
    this.#reader.reset();
    this.#tracks = new Map();
    this.#refused = undefined;
  }

  /** Undefined when all went well, `full` when nothing was taken, else what is wrong with the bytes. */
  #append(bytes: Uint8Array, origin: AppendOrigin): undefined | typeof full | OlympicPlayerError {
    const parsed = this.#read(bytes);
    const tracks = this.#tracks;
    const kinds = this.#kinds;
    const states = [...tracks.values()].map(({ processor }) => ({ processor, state: processor.state }));
    try {
      for (const announced of parsed.inits) this.#initialise(announced);
      for (const { track, frames } of parsed.runs) {
        if (this.#take(track, frames, origin) !== full) continue;
        this.#tracks = tracks;
        this.#kinds = kinds;
        for (const { processor, state } of states) processor.restore(state);
        this.#refused = { bytes, parsed };
        return full;
      }
      if (parsed.failure !== undefined) throw parsed.failure;
      return undefined;
    } catch (error) {
      if (!(error instanceof OlympicPlayerError)) throw error;
      this.#resetParser();
      return error;
    }
  }

  #read(bytes: Uint8Array): Parsed {
    const refused = this.#refused;
    this.#refused = undefined;
    if (refused === undefined) return this.#reader.push(bytes);
    if (sameBytes(refused.bytes, bytes)) return refused.parsed;
    // Something else than what was refused: that was never there.
    this.#reader.reset();
    return this.#reader.push(bytes);
  }

  #take(announced: Announced, frames: readonly CodedFrame[], origin: AppendOrigin): undefined | typeof full {
    const track = this.#tracks.get(announced.id);
    if (track === undefined) return undefined;
    this.#mustBeClear(announced);
    const { sink } = this.#owner.output;
    const placed = track.processor.place(frames, this.#placement);
    if (placed.length === 0) return undefined;
    const samples = stamped(placed, track.kind, this.#configure(announced), origin);
    return sink.append(track.kind, samples) === 'full' ? full : undefined;
  }

  #initialise({ tracks: announced, durationMs }: AnnouncedInit): void {
    const tracks = new Map<number, Track>();
    const kinds: TrackKind[] = [];
    for (const track of announced) {
      // Of several tracks of a kind the first plays, as in a media element.
      if (kinds.includes(track.kind)) continue;
      this.#mustBeClear(track);
      if (this.#owner.claimed(track.kind, this))
        throw malformed(`another source buffer has the ${track.kind}`);
      kinds.push(track.kind);
      tracks.set(track.id, { kind: track.kind, processor: new FrameProcessor(track.kind) });
      this.#configure(track);
    }
    if (kinds.length === 0) throw malformed('it announces neither video nor audio');
    if (this.#kinds.length > 0 && !sameKinds(kinds, this.#kinds))
      throw malformed(`it announces ${kinds.join(' and ')} where ${this.#kinds.join(' and ')} was`);
    this.#tracks = tracks;
    this.#kinds = kinds;
    this.#owner.announced(durationMs);
  }

  #configure(announced: Announced): ConfigId {
    const known = this.#configs.get(announced);
    if (known !== undefined) return known;
    const config = this.#owner.output.sink.configure(announced.kind, announced.config);
    this.#configs.set(announced, config);
    return config;
  }

  #mustBeClear(announced: Announced): void {
    if (announced.encryption === undefined) return;
    const error = refusal(announced.kind, announced.encryption);
    this.#owner.output.refuse(error);
    throw error;
  }

  get kinds(): readonly TrackKind[] {
    return this.#kinds;
  }

  get #placement(): Placement {
    return {
      offset: this.#timestampOffset * 1000,
      windowStart: this.#windowStart * 1000,
      windowEnd: this.#windowEnd * 1000,
    };
  }

  #removeFromSink(start: number, end: number): void {
    const range = { from: deckTime(start * 1000), to: deckTime(end * 1000) };
    for (const kind of this.#kinds) this.#owner.output.sink.remove(kind, range);
  }

  #resetParser(): void {
    this.#reader.reset();
    this.#refused = undefined;
    for (const { processor } of this.#tracks.values()) processor.restart();
  }

  /** The work is done; the caller hears of it after its own call has returned. */
  #finishLater(tell: () => void): void {
    this.#updating = true;
    const operation = ++this.#operation;
    queueMicrotask(() => this.#fire('updatestart'));
    queueMicrotask(() => {
      if (operation !== this.#operation) return;
      this.#updating = false;
      tell();
    });
  }

  #endOperation(): void {
    this.#operation += 1;
    this.#updating = false;
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

function stamped(
  frames: readonly PlacedFrame[],
  kind: TrackKind,
  config: ConfigId,
  { rendition, eventTimeOf }: AppendOrigin,
): Sample[] {
  let start = Infinity;
  let end = -Infinity;
  for (const { time, duration } of frames) {
    start = Math.min(start, time);
    end = Math.max(end, time + duration);
  }
  const first = eventTimeOf(kind, start / 1000, end / 1000);
  return frames.map((frame) => ({
    ...frame,
    eventTime: first === undefined ? undefined : eventTime(first + (frame.time - start)),
    config,
    rendition,
  }));
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.buffer === b.buffer && a.byteOffset === b.byteOffset && a.byteLength === b.byteLength;
}

function sameKinds(a: readonly TrackKind[], b: readonly TrackKind[]): boolean {
  return a.length === b.length && a.every((kind) => b.includes(kind));
}

function malformed(what: string): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'media/container-malformed',
    code: MEDIA_ERR_DECODE,
    message: `media: the initialisation segment cannot be used: ${what}.`,
    hint: 'All renditions of a source must have the same kinds of tracks.',
  });
}

function refusal(kind: TrackKind, encryption: string): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'media/encrypted',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `media: the ${kind} is encrypted (${encryption}); WebCodecs decodes clear media only.`,
    hint: 'Leave decoder at "auto": protected media plays through MSE and EME.',
  });
}
