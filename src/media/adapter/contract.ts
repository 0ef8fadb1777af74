import type { EventTime, OlympicPlayerError } from '../../base/index.js';
import type { SampleSink, TrackConfig, TrackKind } from '../contract.js';
import type { CodedFrame } from './frame-processor.js';

/** What an engine knows of bytes it appends and the container does not say. */
export interface AppendOrigin {
  readonly rendition: string;
  /**
   * Event time of a place on the media timeline. Asked for each run of frames in its order, with where it begins and ends,
   * seconds: the frames of a run are evenly apart on both timelines.
   */
  eventTimeOf(kind: TrackKind, start: number, end: number): EventTime | undefined;
}

/** What stands behind a CodecMediaSource. */
export interface CodecOutput {
  readonly sink: SampleSink;
  /** Milliseconds; NaN unknown, Infinity live. */
  setDuration(milliseconds: number): void;
  /** Where the bytes come from; asked at every append, with the very object that is appended. */
  describe(bytes: BufferSource): AppendOrigin;
  /** `MediaSource.isTypeSupported`. */
  supports(mimeType: string): boolean;
  /** The media element's error: what was appended cannot be played (`decode`) or fetched (`network`). */
  fail(kind: EndOfStreamError, cause?: OlympicPlayerError): void;
  /**
   * A malformed append costs that append alone: the buffer says `error`, and the source stays open with what it has. A
   * browser's MediaSource ends, and everything has to be fetched again. Appends are whole segments: a box that says it is
   * longer does not swallow those that follow.
   */
  readonly lenient?: boolean;
  /** Told of each malformed append of a lenient source. */
  malformed?(error: OlympicPlayerError): void;
  /** Media that this engine must not or cannot take, by name: other renditions of it will not do either. */
  refuse(error: OlympicPlayerError): void;
}

/** A track as an initialisation segment announces it; the same object for the same sample entry. */
export interface Announced {
  readonly id: number;
  readonly kind: TrackKind;
  readonly config: TrackConfig;
  /** Scheme and original format (`cenc avc1`), where the track is encrypted. */
  readonly encryption: string | undefined;
}

/** An initialisation segment. */
export interface AnnouncedInit {
  readonly tracks: readonly Announced[];
  /** Milliseconds; undefined where it is not known, as in a live stream. */
  readonly durationMs: number | undefined;
}

/** What a byte string has completed. */
export interface Parsed {
  readonly inits: readonly AnnouncedInit[];
  /** Frames of one track each, in decoding order. */
  readonly runs: readonly { readonly track: Announced; readonly frames: readonly CodedFrame[] }[];
  /** What is wrong with the bytes after that. */
  readonly failure: OlympicPlayerError | undefined;
  /** What is wrong with them if nothing follows. */
  readonly unfinished: OlympicPlayerError | undefined;
}

/** Reads one SourceBuffer's byte strings, cut anywhere. */
export interface SegmentReader {
  push(bytes: Uint8Array): Parsed;
  /** Forgets half-read segments; the initialisation segment stays. */
  reset(): void;
}
