import { deckTime } from '../contract.js';
import type { AudioConfig, ConfigId, DeckTime, Sample, SampleReader } from '../contract.js';

/**
 * Milliseconds to decode before what is wanted: the first packets after a jump come out wrong. Opus asks for 80 (RFC 7845, 4.6);
 * AAC overlaps each frame with the next, HE-AAC a little longer (ISO/IEC 14496-3, 4.5.2).
 */
const prerollMs = { opus: 80, other: 50 };

/** Goes through a window's audio from a time on: over holes, and to the end of what is there again and again. */
export class Packets {
  readonly #reader: SampleReader;
  #from: DeckTime | undefined;
  #last: Sample | undefined;
  #version: number | undefined;

  constructor(reader: SampleReader) {
    this.#reader = reader;
  }

  /** Goes on where a time is heard, or as long before it as the decoder needs to get going. */
  seek(time: DeckTime): void {
    this.#from = time;
    this.#last = undefined;
    this.#version = undefined;
  }

  /** The next packet; undefined while it is not there. */
  peek(): Sample | undefined {
    const reader = this.#reader;
    if (this.#version === reader.version) return undefined;
    const found = this.#last === undefined ? this.#first() : this.#following(this.#last);
    if (found === undefined) this.#version = reader.version;
    return found;
  }

  /** The packet has been used: the next is the one after it. */
  pass(sample: Sample): void {
    this.#last = sample;
    this.#version = undefined;
  }

  config(id: ConfigId): AudioConfig | undefined {
    const config = this.#reader.config(id);
    return config.kind === 'audio' ? config : undefined;
  }

  #first(): Sample | undefined {
    if (this.#from === undefined) return undefined;
    const wanted = this.#reader.at(this.#from);
    if (wanted === undefined) return undefined;
    const codec = this.config(wanted.config)?.codec;
    const early = this.#reader.at(
      deckTime(wanted.time - (codec === 'opus' ? prerollMs.opus : prerollMs.other)),
    );
    return early !== undefined && early.config === wanted.config && early.time < wanted.time ? early : wanted;
  }

  #following(last: Sample): Sample | undefined {
    const next = this.#reader.after(last);
    if (next !== undefined) return next;
    const beyond = this.#reader.at(deckTime(last.time + last.duration));
    return beyond !== undefined && beyond.time > last.time + last.duration / 2 ? beyond : undefined;
  }
}
