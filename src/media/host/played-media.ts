/** What requestVideoFrameCallback tells (WICG video-rvfc), and what our own decoding knows besides. */
export interface PictureMetadata {
  /** Seconds on the media timeline. */
  readonly mediaTime: number;
  /** `performance.now()` milliseconds. */
  readonly expectedDisplayTime: number;
  readonly presentationTime: number;
  readonly presentedFrames: number;
  readonly width: number;
  readonly height: number;
  readonly rtpTimestamp?: number;
  readonly receiveTime?: number;
  /** Ms since the epoch, where the picture itself carries it. */
  readonly eventTime?: number;
}

/** The part of HTMLMediaElement that playing needs: a `<video>` has it, and so has a deck's handle. */
export interface PlayedMedia extends EventTarget {
  readonly paused: boolean;
  readonly ended: boolean;
  readonly seeking: boolean;
  readonly readyState: number;
  readonly networkState: number;
  /** Seconds. */
  readonly duration: number;
  currentTime: number;
  playbackRate: number;
  muted: boolean;
  volume: number;
  readonly buffered: TimeRanges;
  readonly seekable: TimeRanges;
  readonly played: TimeRanges;
  readonly videoWidth: number;
  readonly videoHeight: number;
  play(): Promise<void>;
  pause(): void;
  requestVideoFrameCallback(callback: (now: number, metadata: PictureMetadata) => void): number;
  getVideoPlaybackQuality(): VideoPlaybackQuality;
}
