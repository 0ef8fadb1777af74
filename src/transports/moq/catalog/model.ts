/** How samples are wrapped in MoQ frames. */
export type Packaging = 'legacy' | 'loc' | 'cmaf';

/** Wall-clock time of a track: Unix milliseconds of media time 0. */
export type WallClockOffset = number;

/** A companion track that says which group is where in time (hang) or in media and wall-clock time (MSF). */
export interface TimelineTrack {
  readonly format: 'hang' | 'msf';
  readonly broadcast: string;
  readonly name: string;
  /** Units a second of the records; MSF's are milliseconds. */
  readonly timescale: number;
}

interface RenditionBase {
  /** Unique in the catalog: the track's name, with its broadcast where that is another one. */
  readonly id: string;
  /** Path of the broadcast that carries the track; mostly the catalog's own. */
  readonly broadcast: string;
  readonly track: string;
  readonly packaging: Packaging;
  /** RFC 6381, as WebCodecs wants it. */
  readonly codec: string;
  /** What the decoder wants as its description (avcC, AudioSpecificConfig …); absent where it travels in band. */
  readonly description: Uint8Array | undefined;
  /** CMAF: the init segment. */
  readonly init: Uint8Array | undefined;
  /** Bits a second. */
  readonly bitrate: number | undefined;
  readonly label: string | undefined;
  readonly role: string | undefined;
  /** RFC 5646. */
  readonly language: string | undefined;
  /** Tracks to be rendered together, and tracks that stand for each other (MSF). */
  readonly renderGroup: number | undefined;
  readonly altGroup: number | undefined;
  /** Latency the publisher suggests, ms: from capture to screen. */
  readonly targetLatencyMs: number | undefined;
  /** The longest the publisher holds frames back before it sends them, ms. */
  readonly jitterMs: number | undefined;
  readonly encrypted: boolean;
  /** The publisher advises against it for now. */
  readonly stalled: boolean;
  readonly live: boolean;
  readonly wall: WallClockOffset | undefined;
  readonly timeline: TimelineTrack | undefined;
}

export interface VideoRendition extends RenditionBase {
  readonly kind: 'video';
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly framerate: number | undefined;
  readonly pixelAspect: number | undefined;
  readonly rotation: 0 | 90 | 180 | 270;
}

export interface AudioRendition extends RenditionBase {
  readonly kind: 'audio';
  readonly sampleRate: number;
  readonly channels: number;
}

export type MoqRendition = VideoRendition | AudioRendition;

/** A track of timed data (MSF event timeline). */
export interface EventTrack {
  readonly broadcast: string;
  readonly name: string;
  readonly type: string;
}

/** What a broadcast offers, whatever format its catalog has. */
export interface MoqCatalog {
  /** For `agreed`: `hang`, `msf-00`, `msf-01`. */
  readonly format: string;
  readonly video: readonly VideoRendition[];
  readonly audio: readonly AudioRendition[];
  readonly events: readonly EventTrack[];
  /** Nothing will be added any more (MSF isComplete). */
  readonly complete: boolean;
  /** What was left out, and why: `720p: packaging locmaf is not known`. */
  readonly ignored: readonly string[];
}
