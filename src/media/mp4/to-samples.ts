import type { EventTime } from '../../base/index.js';
import { deckTime } from '../contract.js';
import type { ConfigId, DeckTime, Sample } from '../contract.js';
import { clockOf } from './times.js';
import type { Mp4Sample, TrackRun } from './types.js';

export interface SampleOptions {
  readonly config: ConfigId;
  readonly rendition: string;
  /** Milliseconds to add to presentation time to get deck time: SourceBuffer.timestampOffset. */
  readonly offsetMs?: number;
  /** The event time of a deck time; without it samples have none. */
  readonly eventTime?: (time: DeckTime) => EventTime | undefined;
  /** Copies the data, so that a sample does not keep its whole segment in memory. */
  readonly copy?: boolean;
}

/** Where a run does not say how long its samples last, and has one only: a picture at 30 a second. */
const usualDurationMs = 1000 / 30;

/** A run's samples as decks take them, in decoding order. */
export function toSamples(run: TrackRun, options: SampleOptions): Sample[] {
  const { config, rendition, offsetMs = 0, eventTime, copy = false } = options;
  const { samples, track } = run;
  const clock = clockOf(run);
  return samples.map((sample, index) => {
    const { decodeOffset, compositionOffset, key, data } = sample;
    const time = deckTime(clock(decodeOffset + compositionOffset) + offsetMs);
    const ticks = sample.duration > 0 ? sample.duration : neighbourDuration(samples, index);
    return {
      time,
      decodeTime: compositionOffset === 0 ? time : deckTime(clock(decodeOffset) + offsetMs),
      duration: ticks > 0 ? (ticks * 1000) / track.timescale : usualDurationMs,
      eventTime: eventTime?.(time),
      key,
      config,
      rendition,
      data: copy ? new Uint8Array(data) : data,
    };
  });
}

/** Some packagers leave the last sample's duration at 0: then it lasts as long as the one beside it. */
function neighbourDuration(samples: readonly Mp4Sample[], index: number): number {
  return samples[index - 1]?.duration || samples[index + 1]?.duration || 0;
}
