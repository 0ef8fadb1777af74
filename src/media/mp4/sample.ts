import type { Mp4Sample } from './types.js';

/** sample_is_non_sync_sample, ISO/IEC 14496-12 8.8.3.1. */
const nonSync = 0x10000;

/** One line of a trun; its data stays where it is until somebody asks. */
export class RunSample implements Mp4Sample {
  readonly decodeOffset: number;
  readonly compositionOffset: number;
  readonly duration: number;
  readonly flags: number;
  readonly size: number;
  readonly #fragment: Uint8Array;
  readonly #at: number;

  constructor(
    fragment: Uint8Array,
    at: number,
    size: number,
    time: Pick<Mp4Sample, 'decodeOffset' | 'compositionOffset' | 'duration' | 'flags'>,
  ) {
    this.#fragment = fragment;
    this.#at = at;
    this.size = size;
    this.decodeOffset = time.decodeOffset;
    this.compositionOffset = time.compositionOffset;
    this.duration = time.duration;
    this.flags = time.flags;
  }

  get key(): boolean {
    return (this.flags & nonSync) === 0;
  }

  get data(): Uint8Array {
    return this.#fragment.subarray(this.#at, this.#at + this.size);
  }
}
