import type { EventTime, TimeGrade } from '../../../base/index.js';
import type { TapCounts } from '../../contract.js';

/** What the tap's own worker posts for every frame it lets pass. */
export interface TappedFrame {
  /** RTP timestamp (RFC 3550), 32 bits; 90 kHz for pictures. */
  readonly rtp: number;
  readonly key: boolean;
  /** `video/H264` …, where the browser says it. */
  readonly mimeType: string | undefined;
  /** A copy of the encoded frame: Annex B for H.264. */
  readonly data: ArrayBuffer;
  /** How long the frame was kept from going on, ms. */
  readonly heldMs: number;
}

/** An RTP timestamp whose event time is known. */
export interface RtpAnchor {
  readonly rtp: number;
  readonly eventTime: EventTime;
  readonly grade: TimeGrade;
}

/** What the tap's half in the media worker answers. */
export type TapAnswers = {
  /** Frames come in here. */
  frames(port: MessagePort): void;
  anchor(anchor: RtpAnchor): void;
  counts(): TapCounts;
};

export type TapNotices = {
  /** A timecode that the frames themselves carry (SEI): exact, whatever the browser's statistics know. */
  stamped(anchor: RtpAnchor): void;
};
