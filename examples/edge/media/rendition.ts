/** One encoding of one angle (or of the sound) as a packager sees it: samples on a timescale, and what describes them. */
import type { AudioTrack, Loop, Quality, VideoTrack } from '../contract.js';
import { withoutStrip } from '../h264/crop.js';
import { dependentSampleFlags, syncSampleFlags } from '../mp4/boxes.js';
import type { ChunkSample } from '../mp4/chunk.js';
import { audioInit, videoInit } from '../mp4/init.js';
import { contentKey, soundName } from '../protected/keys.js';
import { protection, type Protection } from '../protected/protection.js';
import type { Scheme } from '../protected/scheme.js';

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
  /** Absent when the samples go out in the clear. */
  readonly protection?: Protection;
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

export interface RenditionOptions {
  /** Hide the strip. */
  readonly clean: boolean;
  /** The loop's pictures carry captions: their bytes are not those of the same angle without. */
  readonly captioned?: boolean;
  /** Encrypt under this scheme. */
  readonly scheme?: Scheme;
}

/** Every angle's renditions. All angles share the sound; encrypted, each has a key of its own, and so has the sound. */
export function createRenditions(
  loop: Loop,
  { clean, captioned = false, scheme }: RenditionOptions,
): ReadonlyMap<string, AngleRenditions> {
  const guard = (what: string, kind: Rendition['kind'], id: RenditionId) =>
    scheme && protection(contentKey(scheme, what), kind, renditionNumbers[id]);
  const aac = audioRendition('aac', loop.audio.aac, guard(soundName, 'audio', 'aac'));
  const opus = audioRendition('opus', loop.audio.opus, guard(soundName, 'audio', 'opus'));
  const video = (angle: string, id: Quality, track: VideoTrack) =>
    videoRendition(
      captioned ? `${angle}+cc` : angle,
      id,
      clean ? withoutStrip(track) : track,
      loop.fps,
      guard(angle, 'video', id),
    );
  return new Map(
    [...loop.angles].map(([angle, { high, low }]) => [
      angle,
      { high: video(angle, 'high', high), low: video(angle, 'low', low), aac, opus },
    ]),
  );
}

const renditionNumbers: Readonly<Record<RenditionId, number>> = { high: 0, low: 1, aac: 2, opus: 3 };

function videoRendition(
  angle: string,
  id: Quality,
  track: VideoTrack,
  fps: number,
  guard: Protection | undefined,
): VideoRendition {
  const frameDuration = videoTimescale / fps;
  return {
    key: `${guard?.key.name ?? angle}/${id}`,
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
    init: videoInit(track, videoTimescale, frameDuration, guard?.key),
    ...(guard && { protection: guard }),
  };
}

function audioRendition(
  id: 'aac' | 'opus',
  track: AudioTrack,
  guard: Protection | undefined,
): AudioRendition {
  return {
    key: guard ? `${guard.key.name}/${id}` : id,
    id,
    kind: 'audio',
    codec: track.codec,
    channels: track.channels,
    timescale: track.sampleRate,
    frameDuration: track.frameSamples,
    samples: track.samples.map((data) => ({ data, flags: syncSampleFlags })),
    init: audioInit(track, guard?.key),
    ...(guard && { protection: guard }),
  };
}
