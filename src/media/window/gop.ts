import { deckTime } from '../contract.js';
import type { DeckTime, Sample } from '../contract.js';
import { countWhile } from './search.js';

/** A key frame and what is decoded after it, up to the next one. Only its tail is ever cut off, so it always decodes. */
export class Gop {
  readonly #decoding: Sample[];
  readonly #showing: Sample[];
  #bytes: number;

  constructor(readonly key: Sample) {
    this.#decoding = [key];
    this.#showing = [key];
    this.#bytes = key.data.byteLength;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** In decoding order. */
  get decoding(): readonly Sample[] {
    return this.#decoding;
  }

  /** In the order of showing. */
  get showing(): readonly Sample[] {
    return this.#showing;
  }

  /** The earliest time shown; before the key frame's own where pictures lead it (open GOP). */
  get from(): DeckTime {
    return (this.#showing[0] ?? this.key).time;
  }

  /** The end of the picture shown last. */
  get to(): DeckTime {
    const { time, duration } = this.last;
    return deckTime(time + duration);
  }

  /** The picture shown last. */
  get last(): Sample {
    return this.#showing.at(-1) ?? this.key;
  }

  push(sample: Sample): void {
    this.#decoding.push(sample);
    this.#bytes += sample.data.byteLength;
    // Reordering reaches back by a few pictures at most, so looking from the end is cheaper than searching.
    let at = this.#showing.length;
    while (at > 0 && (this.#showing[at - 1] ?? sample).time > sample.time) at--;
    this.#showing.splice(at, 0, sample);
  }

  /** Removes the sample at an index of decoding order and all after it, which need it or may. */
  cut(index: number): readonly Sample[] {
    const gone = this.#decoding.splice(index);
    const set = new Set(gone);
    for (const sample of gone) this.#bytes -= sample.data.byteLength;
    const kept = this.#showing.filter((sample) => !set.has(sample));
    this.#showing.splice(0, this.#showing.length, ...kept);
    return gone;
  }

  /** Where a sample stands in decoding order; -1 when it is not here. */
  indexOf(sample: Sample): number {
    const first = countWhile(this.#decoding, ({ decodeTime }) => decodeTime < sample.decodeTime);
    return this.#decoding.indexOf(sample, first);
  }

  /** The number of pictures that are shown no later than a time. */
  countUntil(time: number): number {
    return countWhile(this.#showing, (sample) => sample.time <= time);
  }
}
