import { OlympicPlayerError } from '../../base/index.js';
import { OutOfBytes } from '../codec/index.js';
import { cut } from './cutter.js';
import type { Piece } from './cutter.js';
import { malformed } from './errors.js';
import { readEventMessage } from './event-message.js';
import type { WaitingEvent } from './event-message.js';
import { readFragment } from './fragment.js';
import { readMovie } from './init.js';
import { defaultLimits } from './limits.js';
import type { ReaderLimits } from './limits.js';
import { readProducerTime } from './producer-time.js';
import { Remainder } from './remainder.js';
import { findStart } from './resync.js';
import { startOf } from './times.js';
import type { EventMessage, Fragment, InitSegment, ProducerTime, Track } from './types.js';

/** What a push has completed, each in the order it came. */
export interface ReadResult {
  readonly inits: readonly InitSegment[];
  readonly fragments: readonly Fragment[];
  readonly events: readonly EventMessage[];
  readonly producerTimes: readonly ProducerTime[];
  /** Set where what follows cannot be read. The reader takes nothing more until `resync` or `reset`. */
  readonly failure: OlympicPlayerError | undefined;
}

class Results implements ReadResult {
  readonly inits: InitSegment[] = [];
  readonly fragments: Fragment[] = [];
  readonly events: EventMessage[] = [];
  readonly producerTimes: ProducerTime[] = [];
  failure: OlympicPlayerError | undefined;
}

/**
 * Reads fragmented MP4 as it arrives, whole or cut at any byte, and never throws for what the bytes contain.
 *
 * What it gives are views of the bytes pushed, which must not be written to as long as they are used; only boxes that
 * came in several pushes are copied. It keeps the bytes of at most one unfinished box.
 */
export class Mp4Reader {
  readonly #limits: ReaderLimits;
  readonly #remainder = new Remainder();
  #tracks: ReadonlyMap<number, Track> | undefined;
  #ends = new Map<number, bigint>();
  #fileType: Uint8Array | undefined;
  #waiting: WaitingEvent[] = [];
  #failure: OlympicPlayerError | undefined;
  #searching = false;
  /** Bytes taken so far; what is in `#remainder` is not. */
  #position = 0;
  /** Bytes of the remainder without which another look at it is pointless. */
  #needed = 0;
  /** Bytes that are still to be passed over. */
  #skip = 0;

  constructor(limits: Partial<ReaderLimits> = {}) {
    this.#limits = { ...defaultLimits, ...limits };
  }

  /** Takes the next bytes. They are the reader's from now on: do not write to them, do not transfer them. */
  push(bytes: Uint8Array): ReadResult {
    const results = new Results();
    if (this.#failure === undefined) this.#read(bytes, results);
    results.failure = this.#failure;
    return results;
  }

  /** What is wrong with what was pushed if nothing follows it: it ends within a box. */
  get unfinished(): OlympicPlayerError | undefined {
    return this.#remainder.length > 0 || this.#skip > 0 ? malformed('it ends within a box') : undefined;
  }

  /**
   * After a failure: goes on at the next moof or moov, in what is left of the failed push or in what comes. The fragment that
   * failed is lost, alone where its length could be known.
   */
  resync(): ReadResult {
    const results = new Results();
    if (this.#failure !== undefined) {
      this.#failure = undefined;
      this.#searching = true;
      const left = this.#remainder.bytes;
      this.#remainder.clear();
      this.#read(left, results);
    }
    results.failure = this.#failure;
    return results;
  }

  /** Forgets unfinished boxes and failures, and counts positions from 0; the init segment stays (SourceBuffer.abort). */
  reset(): void {
    this.#remainder.clear();
    this.#ends.clear();
    this.#fileType = undefined;
    this.#waiting = [];
    this.#failure = undefined;
    this.#searching = false;
    this.#position = this.#needed = this.#skip = 0;
  }

  #read(pushed: Uint8Array, results: Results): void {
    let bytes = pushed;
    if (this.#searching && this.#remainder.length > 0) {
      this.#remainder.add(pushed, 0);
      bytes = this.#remainder.bytes;
      this.#remainder.clear();
    }
    let at = 0;
    while (this.#remainder.length > 0 && this.#failure === undefined) {
      // Only what completes the unfinished piece is copied; what follows is read where it is.
      const wanted = Math.min(bytes.byteLength - at, this.#needed - this.#remainder.length);
      this.#remainder.add(bytes.subarray(at, at + wanted), this.#needed);
      at += wanted;
      if (this.#remainder.length < this.#needed) return;
      this.#remainder.drop(this.#consume(this.#remainder.bytes, results));
    }
    if (this.#failure === undefined) at += this.#consume(bytes.subarray(at), results);
    if (at < bytes.byteLength) this.#remainder.add(bytes.subarray(at), this.#needed);
  }

  /** Reads what is whole and says how many bytes that was; leaves in `#needed` how many the next piece has to have. */
  #consume(bytes: Uint8Array, results: Results): number {
    const start = this.#position;
    const left = (): Uint8Array => bytes.subarray(this.#position - start);
    while (left().byteLength > 0 && this.#failure === undefined) {
      if (this.#skip > 0) this.#passOver(Math.min(this.#skip, left().byteLength));
      else if (this.#searching) {
        const { found, at } = findStart(left(), this.#limits);
        this.#position += at;
        if (!found) break;
        this.#searching = false;
      } else if (!this.#take(left(), results)) break;
    }
    return this.#position - start;
  }

  #passOver(length: number): void {
    this.#skip -= length;
    this.#position += length;
  }

  /** Reads the piece in front; false while it is not whole. One that cannot be read is gone too, as far as its length is known. */
  #take(bytes: Uint8Array, results: Results): boolean {
    let length = 1;
    try {
      const piece = cut(bytes, this.#limits);
      if (piece.kind === 'more') {
        this.#needed = piece.length;
        return false;
      }
      if (piece.kind === 'skip') {
        this.#skip = piece.length;
        return true;
      }
      length = piece.length;
      this.#readPiece(piece, bytes.subarray(0, length), results);
    } catch (error) {
      this.#failure = failureOf(error);
    }
    this.#position += length;
    return true;
  }

  #readPiece(piece: Piece, bytes: Uint8Array, results: Results): void {
    if (piece.kind === 'fragment') {
      this.#readFragment({ ...piece, bytes, position: this.#position }, results);
      return;
    }
    const payload = bytes.subarray(piece.from);
    switch (piece.type) {
      case 'ftyp':
        this.#fileType = bytes;
        return;
      case 'moov':
        this.#readInit(payload, bytes, results);
        return;
      case 'prft': {
        const time = readProducerTime(payload, this.#tracks ?? new Map());
        if (time !== undefined) results.producerTimes.push(time);
        return;
      }
      case 'emsg': {
        const event = readEventMessage(payload);
        if ('timeMs' in event) results.events.push(event);
        else if (this.#waiting.length < this.#limits.waitingEvents) this.#waiting.push(event);
        else throw malformed('too many events wait for their segment');
      }
    }
  }

  #readInit(payload: Uint8Array, moov: Uint8Array, results: Results): void {
    const bytes = this.#fileType === undefined ? moov : joined(this.#fileType, moov);
    this.#fileType = undefined;
    const init = readMovie(payload, bytes, this.#limits);
    this.#tracks = new Map(init.tracks.map((track) => [track.id, track]));
    this.#ends.clear();
    results.inits.push(init);
  }

  #readFragment(piece: Parameters<typeof readFragment>[0], results: Results): void {
    if (this.#tracks === undefined) throw malformed('a fragment came before any init segment');
    const fragment = readFragment(piece, this.#tracks, this.#ends, this.#limits);
    for (const run of fragment.runs) this.#ends.set(run.track.id, run.decodeTime + BigInt(run.duration));
    if (this.#waiting.length > 0) this.#timeEvents(fragment, results);
    results.fragments.push(fragment);
  }

  /** Version 0 events count from the earliest presentation of what follows them. */
  #timeEvents(fragment: Fragment, results: Results): void {
    const [run] = fragment.runs;
    if (run === undefined) return;
    const startMs = startOf(run);
    for (const { event, afterMs } of this.#waiting)
      results.events.push({ ...event, timeMs: startMs + afterMs });
    this.#waiting = [];
  }
}

/** Reads an init segment that is all there, as catalogs carry it. Throws `media/container-malformed`. */
export function readInit(bytes: Uint8Array, limits: Partial<ReaderLimits> = {}): InitSegment {
  const { inits, failure } = new Mp4Reader(limits).push(bytes);
  const [init] = inits;
  if (init !== undefined) return init;
  throw failure ?? malformed("there is no whole 'moov' in the init segment");
}

function failureOf(error: unknown): OlympicPlayerError {
  if (error instanceof OlympicPlayerError) return error;
  if (error instanceof OutOfBytes) return malformed('a box is shorter than what it says');
  throw error;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.byteLength + second.byteLength);
  both.set(first);
  both.set(second, first.byteLength);
  return both;
}
