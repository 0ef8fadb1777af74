import type { PlainError, Span } from '../../base/index.js';
import type { Placement } from './backend.js';

/** How bytes are to be taken, and where they come from. */
export interface AppendOrder extends Placement {
  readonly rendition: string;
  /** Event time minus media time, milliseconds; undefined where it is not known. */
  readonly eventOffsetMs: number | undefined;
}

/** What became of an operation, and what is buffered now. */
export interface BufferReport {
  /** `full`: the bytes wait until there is room. */
  readonly outcome: 'ok' | 'malformed' | 'full';
  readonly spans: readonly Span[];
  /** Seconds, of the media source. */
  readonly duration: number;
}

export type BytesWorkerAnswers = {
  addBuffer(id: number, mimeType: string): void;
  removeBuffer(id: number): void;
  append(id: number, bytes: Uint8Array<ArrayBuffer>, order: AppendOrder): Promise<BufferReport>;
  /** Seconds. */
  remove(id: number, start: number, end: number): Promise<BufferReport>;
  abort(id: number): void;
  changeType(id: number, mimeType: string): void;
  /** Seconds. */
  setDuration(seconds: number): void;
  /** Nothing will follow; answers what each buffer has. */
  end(): readonly (readonly [number, readonly Span[]])[];
  close(): void;
};

export type BytesPageAnswers = {
  /** What a buffer has has changed by itself: something was evicted, or bytes that waited have found room. */
  buffered(id: number, spans: readonly Span[], waiting: boolean): void;
  refused(error: PlainError): void;
};
