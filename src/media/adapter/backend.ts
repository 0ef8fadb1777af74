import type { OlympicPlayerError, Span } from '../../base/index.js';

/** What became of an operation: `false`, or what is wrong with the bytes, where it did not go well. */
export type Outcome = { readonly well: true } | { readonly well: false; readonly cause?: OlympicPlayerError };

/** A source buffer's attributes at the moment of appending, seconds. */
export interface Placement {
  readonly timestampOffset: number;
  readonly windowStart: number;
  readonly windowEnd: number;
}

/** What does a source buffer's work; the rules of when it may be done are the buffer's. */
export interface BufferBackend {
  /** Throws QuotaExceededError where there is no room: then nothing was taken. */
  append(data: BufferSource, placement: Placement): Promise<Outcome>;
  /** Seconds. */
  remove(start: number, end: number): Promise<Outcome>;
  /** Forgets half-read segments. */
  reset(): void;
  changeType(mimeType: string): void;
  /** What all tracks have; once the stream has ended the shorter ones last as long as the longest. */
  spans(ended: boolean): readonly Span[];
  /** Where the last frame of any track ends, seconds. */
  readonly highestEnd: number;
  /** Takes back all it brought. */
  detach(): void;
}

/** What does a media source's work. */
export interface SourceBackend {
  /** `MediaSource.isTypeSupported`. */
  supports(mimeType: string): boolean;
  /** `announced` is told how long the media is, seconds, when that is read for the first time. */
  addBuffer(mimeType: string, announced: (duration: number) => void): BufferBackend;
  /** Seconds. */
  setDuration(seconds: number): void;
  /** Nothing will follow. */
  end(): void;
  /** The media element has an error. */
  fail(kind: EndOfStreamError, cause?: OlympicPlayerError): void;
  /** Takes note of a malformed append; true where it costs that append alone, and the source stays open. */
  forgive(cause: OlympicPlayerError | undefined): boolean;
  close(): void;
}
