/** One encoding of one angle (or of the sound) as a packager sees it: samples on a timescale, and what describes them. */
import type { AudioTrack, Loop, Quality, VideoTrack } from '../contract.js';
import { withoutStrip } from '../h264/crop.js';
import { dependentSampleFlags, syncSampleFlags } from '../mp4/boxes.js';
import type { ChunkSample } from '../mp4/chunk.js';
import { audioInit, videoInit } from '../mp4/init.js';

export type RenditionId = Quality | 'aac' | 'opus';

interface Common {
  /** Unique among renditions whose samples differ: what caches are keyed by. */
  readonly key: string;
  readonly id: RenditionId;
  /** RFC 6381. */
  readonly codec: string;
  /** Units of media time per second. */
  readonly timescale: number;
  /** Units of media time per sample. */
  readonly frameDuration: number;
  /** One turn of the loop. */
  readonly samples: readonly ChunkSample[];
  readonly init: Uint8Array;
}

export interface VideoRendition extends Common {
  readonly kind: 'video';
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
}

export interface AudioRendition extends Common {
  readonly kind: 'audio';
  readonly channels: number;
}

export type Rendition = VideoRendition | AudioRendition;

export interface AngleRenditions {
  readonly high: VideoRendition;
  readonly low: VideoRendition;
  readonly aac: AudioRendition;
  readonly opus: AudioRendition;
}

/** RTP's video clock too; 30 pictures a second are 3000 units each. */
const videoTimescale = 90_000;

/** Every angle's renditions; `clean` ones hide the strip. All angles share the sound. */
export function createRenditions(
  loop: Loop,
  { clean }: { clean: boolean },
): ReadonlyMap<string, AngleRenditions> {
  const aac = audioRendition('aac', loop.audio.aac);
  const opus = audioRendition('opus', loop.audio.opus);
  return new Map(
    [...loop.angles].map(([angle, { high, low }]) => [
      angle,
      {
        high: videoRendition(angle, 'high', clean ? withoutStrip(high) : high, loop.fps),
        low: videoRendition(angle, 'low', clean ? withoutStrip(low) : low, loop.fps),
        aac,
        opus,
      },
    ]),
  );
}

function videoRendition(angle: string, id: Quality, track: VideoTrack, fps: number): VideoRendition {
  const frameDuration = videoTimescale / fps;
  return {
    key: `${angle}/${id}`,
    id,
    kind: 'video',
    codec: track.codec,
    width: track.width,
    height: track.height,
    frameRate: fps,
    timescale: videoTimescale,
    frameDuration,
    samples: track.samples.map(({ data, key }) => ({
      data,
      flags: key ? syncSampleFlags : dependentSampleFlags,
    })),
    init: videoInit(track, videoTimescale, frameDuration),
  };
}

function audioRendition(id: 'aac' | 'opus', track: AudioTrack): AudioRendition {
  return {
    key: id,
    id,
    kind: 'audio',
    codec: track.codec,
    channels: track.channels,
    timescale: track.sampleRate,
    frameDuration: track.frameSamples,
    samples: track.samples.map((data) => ({ data, flags: syncSampleFlags })),
    init: audioInit(track),
  };
}
