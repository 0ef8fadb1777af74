import { readEventMessages } from './emsg.js';
import type { EventMessage } from './emsg.js';
import { readSegmentTiming, readTimescale } from './segment-timing.js';
import type { SegmentTiming } from './segment-timing.js';

/** What a segment says in the boxes before its media. */
export interface SegmentNotes {
  readonly timing: SegmentTiming;
  readonly messages: readonly EventMessage[];
}

/** Segments remembered between their arrival and their append; VHS keeps one on the way for pictures and one for sound. */
const mostSegments = 16;
/** Initialization segments remembered: one for each rendition, again at each period. */
const mostInitializations = 256;

/** What the media that has arrived says of its own time, by URL. */
export class MediaIndex {
  readonly #segments = new Map<string, SegmentNotes>();
  readonly #timescales = new Map<string, number>();

  take(url: string, bytes: Uint8Array, initialization: boolean): void {
    if (initialization) {
      const timescale = readTimescale(bytes);
      if (timescale !== undefined) remember(this.#timescales, url, timescale, mostInitializations);
    } else {
      const notes = { timing: readSegmentTiming(bytes), messages: readEventMessages(bytes) };
      remember(this.#segments, url, notes, mostSegments);
    }
  }

  segment(url: string): SegmentNotes | undefined {
    return this.#segments.get(url);
  }

  /** Ticks per second of the track an initialization segment describes. */
  timescale(initializationUrl: string): number | undefined {
    return this.#timescales.get(initializationUrl);
  }
}

function remember<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= most) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}
