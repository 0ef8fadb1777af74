/** What one angle has to offer: each encoding of its pictures and of the sound, on the grid of event time. */
import type { AudioTrack, Loop, Quality, VideoTrack } from '../../contract.js';
import { withoutStrip } from '../../h264/crop.js';
import { audioInit, videoInit } from '../../mp4/init.js';
import { countAt, eventTimeOf, type Grid, videoGrid } from '../../whep/timeline.js';

interface Common {
  /** RFC 6381. */
  readonly codec: string;
  /** Its clock rate is the timescale of CMAF, too. */
  readonly grid: Grid;
  /** One turn of the loop. */
  readonly samples: readonly EncodedSample[];
  /** What WebCodecs calls `description`; undefined where a decoder needs none. */
  readonly description: Uint8Array | undefined;
  /** CMAF header. */
  readonly init: Uint8Array;
  /** Mean bits per second. */
  readonly bitrate: number;
}

export interface EncodedSample {
  readonly data: Uint8Array;
  readonly key: boolean;
}

export interface VideoEncoding extends Common {
  readonly kind: 'video';
  readonly id: Quality;
  readonly width: number;
  readonly height: number;
  readonly framerate: number;
}

export interface AudioEncoding extends Common {
  readonly kind: 'audio';
  readonly id: 'aac' | 'opus';
  readonly sampleRate: number;
  readonly channels: number;
}

export type Encoding = VideoEncoding | AudioEncoding;

/** A group is what lies between two whole seconds: one GOP, and the sound that begins within it. */
export const groupMs = 1000;

/** Audio frames begin anywhere: this absorbs the rounding of count to time. */
const roundingMs = 1e-3;

/** @param clean pictures without the strip */
export function encodingsOf(loop: Loop, angle: string, clean: boolean): readonly Encoding[] | undefined {
  const tracks = loop.angles.get(angle);
  if (!tracks) return undefined;
  return [
    video('high', clean ? withoutStrip(tracks.high) : tracks.high, loop),
    video('low', clean ? withoutStrip(tracks.low) : tracks.low, loop),
    audio('opus', loop.audio.opus),
    audio('aac', loop.audio.aac),
  ];
}

function video(id: Quality, track: VideoTrack, loop: Loop): VideoEncoding {
  const grid = videoGrid(loop);
  return {
    kind: 'video',
    id,
    codec: track.codec,
    grid,
    samples: track.samples,
    description: track.avcC,
    init: videoInit(track, grid.clockRate, grid.rtpStep),
    bitrate: track.bitrate,
    width: track.width,
    height: track.height,
    framerate: loop.fps,
  };
}

function audio(id: 'aac' | 'opus', track: AudioTrack): AudioEncoding {
  return {
    kind: 'audio',
    id,
    codec: track.codec,
    grid: {
      framesPerSecond: track.sampleRate / track.frameSamples,
      frames: track.samples.length,
      rtpStep: track.frameSamples,
      clockRate: track.sampleRate,
    },
    samples: track.samples.map((data) => ({ data, key: true })),
    description: id === 'aac' ? track.config : undefined,
    init: audioInit(track),
    bitrate: track.bitrate,
    sampleRate: track.sampleRate,
    channels: track.channels,
  };
}

/** Number of the group that a frame belongs to: whole seconds since the Unix epoch, so that all tracks agree. */
export function groupOf({ grid }: Encoding, count: number): number {
  return Math.floor((eventTimeOf(grid, count) + roundingMs) / groupMs);
}

/** The first frame of a group: of pictures, its key picture. */
export function firstOf(encoding: Encoding, group: number): number {
  const near = countAt(encoding.grid, group * groupMs);
  return groupOf(encoding, near) < group ? near + 1 : near;
}
