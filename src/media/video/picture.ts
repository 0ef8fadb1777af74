import type { Sample } from '../contract.js';

/** Counts every VideoFrame of a deck from its making to its closing. */
export class FrameLedger {
  #open = 0;
  #fromDecoder = 0;
  #most = 0;

  /** VideoFrames open now. */
  get open(): number {
    return this.#open;
  }

  /** Those of them that a decoder made: its pool may hold no more than a few (W3C WebCodecs, 6.4.1 resource reclamation). */
  get fromDecoder(): number {
    return this.#fromDecoder;
  }

  /** The most frames of decoders that were ever open at once. */
  get most(): number {
    return this.#most;
  }

  opened(fromDecoder: boolean): void {
    this.#open++;
    if (fromDecoder) this.#most = Math.max(this.#most, ++this.#fromDecoder);
  }

  closed(fromDecoder: boolean): void {
    this.#open--;
    if (fromDecoder) this.#fromDecoder--;
  }
}

export type PictureOrigin = 'decoder' | 'copy';

/** A decoded picture and the sample it comes from. It has one owner, who closes it. */
export class Picture {
  readonly #ledger: FrameLedger;
  #closed = false;

  constructor(
    readonly frame: VideoFrame,
    readonly sample: Sample,
    readonly generation: number,
    ledger: FrameLedger,
    readonly origin: PictureOrigin = 'decoder',
  ) {
    this.#ledger = ledger;
    ledger.opened(origin === 'decoder');
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.frame.close();
    this.#ledger.closed(this.origin === 'decoder');
  }
}

/** Whether two samples are of one instant: the same picture, maybe of two renditions. */
export function sameInstant(a: Sample, b: Sample): boolean {
  return a === b || Math.abs(a.time - b.time) < Math.min(a.duration, b.duration) / 2;
}
