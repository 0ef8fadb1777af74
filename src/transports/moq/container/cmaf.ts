import { Mp4Reader, clockOf } from '../../../media/index.js';
import type { TrackKind } from '../../../media/index.js';
import { mediaMalformed } from '../errors.js';
import type { FrameReader, MediaFrame, MoqObject } from './frame.js';

/**
 * CMAF: each object is a chunk, moof and mdat, of one or more samples. Its producer reference times (prft) say which wall-clock
 * time a media time is; where there are some, times are given as wall-clock time.
 */
export class CmafReader implements FrameReader {
  readonly #reader = new Mp4Reader();
  readonly #kind: TrackKind;
  /** Added to presentation time, ms. */
  #wallMs = 0;

  constructor(init: Uint8Array | undefined, kind: TrackKind) {
    this.#kind = kind;
    if (init === undefined) throw mediaMalformed('CMAF: the catalog has no init segment for it');
    const { failure, inits } = this.#reader.push(init);
    if (failure !== undefined) throw mediaMalformed('CMAF: the init segment', { cause: failure });
    if (!inits.some(({ tracks }) => tracks.some((track) => track.kind === kind)))
      throw mediaMalformed(`CMAF: the init segment has no ${kind}`);
  }

  read({ payload }: MoqObject): readonly MediaFrame[] {
    // Groups arrive side by side: what one object leaves behind must not run into another's.
    this.#reader.reset();
    const { fragments, producerTimes, failure } = this.#reader.push(payload);
    if (failure !== undefined) throw mediaMalformed('CMAF', { cause: failure });
    for (const { epochMs, timeMs } of producerTimes) this.#wallMs = wallOf(epochMs, timeMs);
    return fragments
      .flatMap(({ runs }) => runs)
      .filter(({ track }) => track.kind === this.#kind)
      .flatMap((run) => {
        const clock = clockOf(run);
        return run.samples.map(({ decodeOffset, compositionOffset, duration, key, data }) => ({
          timeUs: (clock(decodeOffset + compositionOffset) + this.#wallMs) * 1000,
          decodeTimeUs: (clock(decodeOffset) + this.#wallMs) * 1000,
          durationUs: duration > 0 ? (duration * 1_000_000) / run.track.timescale : undefined,
          key,
          description: undefined,
          data,
        }));
      });
  }
}

/** Media time that is wall-clock time already is exact; NTP's fractions in prft are not needed to move it by nothing. */
const sameMs = 1;

function wallOf(epochMs: number, timeMs: number): number {
  const offset = epochMs - timeMs;
  return Math.abs(offset) < sameMs ? 0 : offset;
}
