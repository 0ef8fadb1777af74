/** Makes parts and segments on demand, byte for byte the same for HLS and DASH, and keeps the newest ones. */
import { syncSampleFlags } from '../mp4/boxes.js';
import { mediaChunk, producerReferenceTime, segmentType, type ChunkSample } from '../mp4/chunk.js';
import { LruCache } from './lru-cache.js';
import type { Rendition } from './rendition.js';
import { firstSample, partsPerSegment, partStart, partStartMs, segmentMs } from './timeline.js';

/** What faults do to the pictures and their times. */
export interface Distortion {
  /** Added to the capture times in `prft`, ms. */
  readonly clockOffsetMs: number;
  /** Event time from which the picture stands still. */
  readonly frozenAt: number | undefined;
}

export interface Bitrates {
  /** Bits per second of the largest segment, and of all. */
  readonly peak: number;
  readonly average: number;
}

const cacheBytes = 32 * 2 ** 20;

export class Packager {
  readonly #startMs: number;
  readonly #chunks = new LruCache<string, Uint8Array>(cacheBytes, (chunk) => chunk.byteLength);
  readonly #bitrates = new WeakMap<Rendition, Bitrates>();

  /** @param startMs event time of media time 0, ms */
  constructor(startMs: number) {
    this.#startMs = startMs;
  }

  segment(rendition: Rendition, segment: number, distortion: Distortion): Uint8Array {
    const parts = Array.from({ length: partsPerSegment }, (_, i) =>
      this.part(rendition, segment * partsPerSegment + i, distortion),
    );
    return Buffer.concat(parts);
  }

  part(rendition: Rendition, part: number, { clockOffsetMs, frozenAt }: Distortion): Uint8Array {
    const startMs = this.#startMs + partStartMs(rendition, part);
    const still =
      rendition.kind === 'video' && frozenAt !== undefined && startMs >= frozenAt
        ? this.#keySampleAt(rendition, frozenAt)
        : undefined;
    const key = `${rendition.key}/${part}/${clockOffsetMs}/${still ?? ''}`;
    return this.#chunks.get(key, () => {
      const decodeTime = partStart(rendition, part);
      const samples = samplesOf(rendition, part, still);
      return Buffer.concat([
        ...(part % partsPerSegment === 0 ? [segmentType] : []),
        producerReferenceTime(startMs + clockOffsetMs, decodeTime),
        mediaChunk({ sequence: part + 1, decodeTime, samples }),
      ]);
    });
  }

  bitrates(rendition: Rendition): Bitrates {
    const known = this.#bitrates.get(rendition);
    if (known) return known;
    const sizes = Array.from(
      { length: loopSegments(rendition) },
      (_, i) => this.segment(rendition, i, { clockOffsetMs: 0, frozenAt: undefined }).byteLength * 8,
    );
    const bitrates = {
      peak: Math.max(...sizes),
      average: Math.round(sizes.reduce((sum, size) => sum + size, 0) / sizes.length),
    };
    this.#bitrates.set(rendition, bitrates);
    return bitrates;
  }

  /** Number of the key sample on show at `eventTime`. */
  #keySampleAt({ samples, timescale, frameDuration }: Rendition, eventTime: number): number {
    const mediaTime = ((eventTime - this.#startMs) * timescale) / 1000;
    let sample = Math.max(0, Math.floor(mediaTime / frameDuration));
    while (sample > 0 && samples[sample % samples.length]?.flags !== syncSampleFlags) sample -= 1;
    return sample % samples.length;
  }
}

function samplesOf(rendition: Rendition, part: number, still: number | undefined): ChunkSample[] {
  const from = firstSample(rendition, part);
  const to = firstSample(rendition, part + 1);
  return Array.from({ length: to - from }, (_, i) => sampleAt(rendition, still ?? from + i));
}

function sampleAt({ key, samples, protection }: Rendition, number: number): ChunkSample {
  const inLoop = number % samples.length;
  const sample = samples[inLoop];
  if (!sample) throw new RangeError(`The loop of ${key} has no samples.`);
  return protection ? protection.encrypt(sample, inLoop) : sample;
}

function loopSegments({ samples, frameDuration, timescale }: Rendition): number {
  return Math.round((samples.length * frameDuration * 1000) / timescale / segmentMs);
}
