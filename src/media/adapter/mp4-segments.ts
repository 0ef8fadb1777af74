import type { TrackKind } from '../contract.js';
import { Mp4Reader, clockOf, toTrackConfig } from '../mp4/index.js';
import type { InitSegment, SampleEntry, Track, TrackRun } from '../mp4/index.js';
import type { Announced, Parsed, SegmentReader } from './contract.js';
import type { CodedFrame } from './frame-processor.js';

/** What a frame lasts whose container says nothing, ms. */
const unsaidMs: Readonly<Record<TrackKind, number>> = { video: 1000 / 30, audio: 1024 / 48 };

/** Reads the byte strings of one source buffer: fragmented MP4, as engines append it. */
export class Mp4Segments implements SegmentReader {
  readonly #reader = new Mp4Reader();
  /** One object for each entry, so that the same is known to be the same. */
  readonly #announced = new WeakMap<SampleEntry, Announced>();

  push(bytes: Uint8Array): Parsed {
    const { inits, fragments, failure } = this.#reader.push(bytes);
    return {
      inits: inits.map((init) => ({ tracks: this.#tracksOf(init), durationMs: init.durationMs })),
      runs: fragments
        .flatMap(({ runs }) => runs)
        .flatMap((run) => {
          const track = this.#announce(run.track, run.entry);
          return track === undefined ? [] : [{ track, frames: framesOf(run, track.kind) }];
        }),
      failure,
      unfinished: this.#reader.unfinished,
    };
  }

  reset(): void {
    this.#reader.reset();
  }

  #tracksOf({ tracks }: InitSegment): Announced[] {
    return tracks.flatMap((track) => {
      // Where any entry is clear the track can begin: each run says which one it uses.
      const entry = track.entries.find(({ protection }) => protection === undefined) ?? track.entries[0];
      return this.#announce(track, entry) ?? [];
    });
  }

  #announce(track: Track, entry: SampleEntry): Announced | undefined {
    const known = this.#announced.get(entry);
    const config = toTrackConfig(track, entry);
    if (known !== undefined || config === undefined) return known;
    const { protection } = entry;
    const announced: Announced = {
      id: track.id,
      kind: config.kind,
      config,
      encryption:
        protection === undefined
          ? undefined
          : `${protection.scheme ?? 'unknown scheme'} ${protection.originalFormat}`,
    };
    this.#announced.set(entry, announced);
    return announced;
  }
}

/** The edit list is applied: a stream with reordering begins at its true beginning. */
function framesOf(run: TrackRun, kind: TrackKind): CodedFrame[] {
  const { samples } = run;
  const { timescale } = run.track;
  const clock = clockOf(run);
  return samples.map((sample, index) => {
    const { decodeOffset, compositionOffset, key, data } = sample;
    const next = samples[index + 1];
    const ticks =
      sample.duration > 0 || next === undefined ? sample.duration : next.decodeOffset - decodeOffset;
    return {
      time: clock(decodeOffset + compositionOffset),
      decodeTime: clock(decodeOffset),
      duration: ticks > 0 ? (ticks * 1000) / timescale : unsaidMs[kind],
      key,
      data,
    };
  });
}
