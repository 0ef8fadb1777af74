import {
  MEDIA_ERR_DECODE,
  MEDIA_ERR_SRC_NOT_SUPPORTED,
  OlympicPlayerError,
  eventTime,
} from '../../base/index.js';
import type { Span } from '../../base/index.js';
import { deckTime, spansOf } from '../contract.js';
import type { ConfigId, Sample, TrackKind } from '../contract.js';
import type { BufferBackend, Outcome, Placement } from './backend.js';
import type {
  Announced,
  AnnouncedInit,
  AppendOrigin,
  CodecOutput,
  Parsed,
  SegmentReader,
} from './contract.js';
import { FrameProcessor } from './frame-processor.js';
import type { CodedFrame, PlacedFrame } from './frame-processor.js';
import { highestEnd, intersection } from './spans.js';

export interface SampleWriterOptions {
  readonly output: CodecOutput;
  readonly reader: SegmentReader;
  /** Whether another buffer of the source has this kind of track. */
  readonly claimed: (kind: TrackKind) => boolean;
  /** Told how long the media is, seconds. */
  readonly announced: (duration: number) => void;
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
const well: Promise<Outcome> = Promise.resolve({ well: true });

/** Reads what is appended to one source buffer and writes it into the sample sink, at once. */
export class SampleWriter implements BufferBackend {
  readonly #options: SampleWriterOptions;
  readonly #configs = new WeakMap<Announced, ConfigId>();
  #tracks: ReadonlyMap<number, Track> = new Map();
  /** The kinds of the first initialisation segment: later ones must have the same. */
  #kinds: readonly TrackKind[] = [];
  #refused: Refused | undefined;

  constructor(options: SampleWriterOptions) {
    this.#options = options;
  }

  get kinds(): readonly TrackKind[] {
    return this.#kinds;
  }

  get highestEnd(): number {
    return Math.max(0, ...this.#trackSpans().map(highestEnd));
  }

  append(data: BufferSource, placement: Placement): Promise<Outcome> {
    const bytes = ArrayBuffer.isView(data)
      ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      : new Uint8Array(data);
    const outcome = this.#append(bytes, this.#options.output.describe(data), placement);
    if (outcome === full)
      throw new DOMException('the sample windows are full: remove something first', 'QuotaExceededError');
    return outcome === undefined ? well : Promise.resolve({ well: false, cause: outcome });
  }

  remove(start: number, end: number): Promise<Outcome> {
    const range = { from: deckTime(start * 1000), to: deckTime(end * 1000) };
    for (const kind of this.#kinds) this.#options.output.sink.remove(kind, range);
    return well;
  }

  reset(): void {
    this.#options.reader.reset();
    this.#refused = undefined;
    for (const { processor } of this.#tracks.values()) processor.restart();
  }

  changeType(): void {
    this.reset();
    this.#tracks = new Map();
  }

  detach(): void {
    void this.remove(-Infinity, Infinity);
    this.reset();
    this.#tracks = new Map();
    this.#kinds = [];
  }

  spans(ended: boolean): readonly Span[] {
    const sets = this.#trackSpans();
    if (!ended) return intersection(sets);
    const end = Math.max(...sets.map(highestEnd));
    return intersection(
      sets.map((set) => {
        const last = set.at(-1);
        return last === undefined ? set : [...set.slice(0, -1), { start: last.start, end }];
      }),
    );
  }

  #trackSpans(): readonly (readonly Span[])[] {
    return this.#kinds.map((kind) => spansOf(this.#options.output.sink.buffered(kind)));
  }

  /** Undefined when all went well, `full` when nothing was taken, else what is wrong with the bytes. */
  #append(
    bytes: Uint8Array,
    origin: AppendOrigin,
    placement: Placement,
  ): undefined | typeof full | OlympicPlayerError {
    const { output } = this.#options;
    const parsed = this.#read(bytes);
    const tracks = this.#tracks;
    const kinds = this.#kinds;
    const states = [...tracks.values()].map(({ processor }) => ({ processor, state: processor.state }));
    try {
      for (const init of parsed.inits) this.#initialise(init);
      for (const { track, frames } of parsed.runs) {
        if (this.#take(track, frames, origin, placement) !== full) continue;
        this.#tracks = tracks;
        this.#kinds = kinds;
        for (const { processor, state } of states) processor.restore(state);
        this.#refused = { bytes, parsed };
        return full;
      }
      const failure = parsed.failure ?? (output.lenient === true ? parsed.unfinished : undefined);
      if (failure !== undefined) throw failure;
      return undefined;
    } catch (error) {
      if (!(error instanceof OlympicPlayerError)) throw error;
      this.reset();
      return error;
    }
  }

  #read(bytes: Uint8Array): Parsed {
    const refused = this.#refused;
    const { reader } = this.#options;
    this.#refused = undefined;
    if (refused === undefined) return reader.push(bytes);
    if (sameBytes(refused.bytes, bytes)) return refused.parsed;
    // Something else than what was refused: that was never there.
    reader.reset();
    return reader.push(bytes);
  }

  #initialise({ tracks: announced, durationMs }: AnnouncedInit): void {
    const tracks = new Map<number, Track>();
    const kinds: TrackKind[] = [];
    for (const track of announced) {
      // Of several tracks of a kind the first plays, as in a media element.
      if (kinds.includes(track.kind)) continue;
      this.#mustBeClear(track);
      if (this.#options.claimed(track.kind)) throw unusable(`another source buffer has the ${track.kind}`);
      kinds.push(track.kind);
      tracks.set(track.id, { kind: track.kind, processor: new FrameProcessor(track.kind) });
      this.#configure(track);
    }
    if (kinds.length === 0) throw unusable('it announces neither video nor audio');
    if (this.#kinds.length > 0 && !sameKinds(kinds, this.#kinds))
      throw unusable(`it announces ${kinds.join(' and ')} where ${this.#kinds.join(' and ')} was`);
    this.#tracks = tracks;
    this.#kinds = kinds;
    this.#options.announced((durationMs ?? Infinity) / 1000);
  }

  #take(
    announced: Announced,
    frames: readonly CodedFrame[],
    origin: AppendOrigin,
    { timestampOffset, windowStart, windowEnd }: Placement,
  ): undefined | typeof full {
    const track = this.#tracks.get(announced.id);
    if (track === undefined) return undefined;
    this.#mustBeClear(announced);
    const placed = track.processor.place(frames, {
      offset: timestampOffset * 1000,
      windowStart: windowStart * 1000,
      windowEnd: windowEnd * 1000,
    });
    if (placed.length === 0) return undefined;
    const samples = stamped(placed, track.kind, this.#configure(announced), origin);
    return this.#options.output.sink.append(track.kind, samples) === 'full' ? full : undefined;
  }

  #configure(announced: Announced): ConfigId {
    const known = this.#configs.get(announced);
    if (known !== undefined) return known;
    const config = this.#options.output.sink.configure(announced.kind, announced.config);
    this.#configs.set(announced, config);
    return config;
  }

  #mustBeClear({ kind, encryption }: Announced): void {
    if (encryption === undefined) return;
    const error = new OlympicPlayerError({
      reason: 'media/encrypted',
      code: MEDIA_ERR_SRC_NOT_SUPPORTED,
      message: `media: the ${kind} is encrypted (${encryption}); WebCodecs decodes clear media only.`,
      hint: 'Leave decoder at "auto": protected media plays through MSE and EME.',
    });
    this.#options.output.refuse(error);
    throw error;
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

function unusable(what: string): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'media/container-malformed',
    code: MEDIA_ERR_DECODE,
    message: `media: the initialisation segment cannot be used: ${what}.`,
    hint: 'All renditions of a source must have the same kinds of tracks.',
  });
}
