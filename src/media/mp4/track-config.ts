import type { TrackConfig } from '../contract.js';
import type { SampleEntry, Track } from './types.js';

/** What a decoder has to know of a sample entry; undefined for tracks that are neither pictures nor sound. */
export function toTrackConfig(track: Track, entry: SampleEntry = track.entries[0]): TrackConfig | undefined {
  if (entry.kind === 'other') return undefined;
  const { codec, description } = entry;
  const described = description === undefined ? { codec } : { codec, description };
  if (entry.kind === 'audio')
    return { kind: 'audio', ...described, sampleRate: entry.sampleRate, channels: entry.channels };
  return {
    kind: 'video',
    ...described,
    codedWidth: entry.width,
    codedHeight: entry.height,
    pixelAspect: entry.pixelAspect,
    rotation: track.rotation,
    ...(entry.colorSpace === undefined ? {} : { colorSpace: entry.colorSpace }),
  };
}
