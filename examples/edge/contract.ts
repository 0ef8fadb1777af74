/**
 * What the edge's parts share: the recordings, the clock they are played on, and the faults in force.
 * Event time is milliseconds since the Unix epoch. Loop frame 0 stands at event times divisible by the loop's length.
 */

export type SourceType = 'whep' | 'moq' | 'll-hls' | 'hls' | 'dash';
/** What a fault can be set on: a transport, or the licence server of protected streams. */
export type FaultTarget = SourceType | 'license';
export type Quality = 'high' | 'low';

/** One recorded video picture, encoded. */
export interface VideoSample {
  /** One access unit, AVCC: NAL units with 4-byte lengths, without parameter sets. */
  readonly data: Uint8Array;
  readonly key: boolean;
}

/** One rendition of one camera: exactly `Loop.frames` samples, closed 1 s GOPs, no B-frames. */
export interface VideoTrack {
  /** RFC 6381, for example `avc1.42c01e`. */
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** AVCDecoderConfigurationRecord (ISO/IEC 14496-15). */
  readonly avcC: Uint8Array;
  readonly sps: readonly Uint8Array[];
  readonly pps: readonly Uint8Array[];
  readonly samples: readonly VideoSample[];
  /** Mean bits per second over the loop. */
  readonly bitrate: number;
}

/** One encoding of the soundtrack: whole codec frames that tile the loop exactly. */
export interface AudioTrack {
  /** `mp4a.40.2` or `opus`. */
  readonly codec: string;
  readonly sampleRate: 48000;
  readonly channels: number;
  /** PCM samples per codec frame: 1024 (AAC) or 960 (Opus). */
  readonly frameSamples: number;
  /** AudioSpecificConfig (AAC) or the contents of dOps (Opus). */
  readonly config: Uint8Array;
  readonly samples: readonly Uint8Array[];
  readonly bitrate: number;
}

/** The committed venue recordings (examples/venue/media), read once. */
export interface Loop {
  readonly fps: number;
  readonly frames: number;
  readonly durationMs: number;
  readonly angles: ReadonlyMap<string, Readonly<Record<Quality, VideoTrack>>>;
  readonly audio: { readonly aac: AudioTrack; readonly opus: AudioTrack };
}

export interface EdgeClock {
  /** True event time now, ms since the Unix epoch. */
  now(): number;
  /** Event time at which the stream's media time is 0; divisible by the loop's length, at least one DVR window ago. */
  readonly startMs: number;
}

export type FaultKind =
  | 'refuse'
  | 'unauthorized'
  | 'notfound'
  | 'unavailable'
  | 'hang'
  | 'cut'
  | 'stall'
  | 'delay'
  | 'throttle'
  | 'corrupt'
  | 'truncate'
  | 'drop'
  | 'reorder'
  | 'freeze'
  | 'clock';

export interface Fault {
  readonly id: string;
  readonly angle: string;
  readonly transport: FaultTarget | '*';
  readonly kind: FaultKind;
  /** Meaning by kind: ms (delay, clock, reorder), kbit/s (throttle), probability 0..1 (drop, corrupt). */
  readonly value: number;
  /** Event time at which it ends by itself. */
  readonly endsAt: number;
}

/** The switchboard. */
export interface Faults {
  /** The fault of this kind that applies to the angle and transport now, newest first. */
  find(kind: FaultKind, angle: string, transport: FaultTarget): Fault | undefined;
  /** Called after every change (set, ended, reset); returns the unsubscribe. */
  subscribe(listener: () => void): () => void;
}
