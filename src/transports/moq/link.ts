import type { PlainError, TimeGrade } from '../../base/index.js';
import type { Cue } from '../../media/index.js';
import type { CaptionInfo } from '../captions/index.js';
import type { FeedHealth, Rendition, TimedEvent } from '../contract.js';

/** True time at a moment of `performance.timeOrigin + performance.now()`, which page and worker share. */
export interface ClockReading {
  readonly trueMs: number;
  readonly at: number;
}

/** What the worker's half needs to start. */
export interface MoqStart {
  readonly url: string;
  readonly track: string | undefined;
  readonly certificateHashes: readonly string[];
  readonly targetLatencyMs: number | undefined;
  readonly startAt: number | undefined;
  readonly clock: ClockReading;
}

/** What the page sees of the feed. */
export interface MoqView {
  readonly health: FeedHealth;
  readonly live: boolean;
  readonly renditions: readonly Rendition[];
  readonly rendition: string | undefined;
  /** `moqt-18 / msf-01 / loc`. */
  readonly agreed: string;
  readonly grade: TimeGrade;
  /** The latency the feed holds, and the lowest at which playback does not run dry, ms. */
  readonly latencyMs: number;
  readonly floorLatencyMs: number;
  /** What to take off the viewer's clock, which is behind; 0 or less. */
  readonly skewMs: number;
  readonly following: boolean;
}

export interface MoqStats {
  readonly bytes: number;
  readonly videoBytes: number;
  /** Groups given up, and jumps to the live edge. */
  readonly skippedGroups: number;
  readonly skips: number;
  readonly reconnects: number;
  readonly stages: Readonly<Record<string, number>>;
}

/** What the worker's half answers. */
export type MoqAnswers = {
  start(start: MoqStart): Promise<void>;
  setClock(clock: ClockReading): void;
  setTargetLatency(milliseconds: number | undefined): void;
  select(rendition: string): void;
  selectCaptions(id: string | undefined): void;
  seek(time: number): Promise<void>;
  seekToLive(): Promise<void>;
  stats(): MoqStats;
};

/** What the page answers to the worker's half. */
export type MoqNotices = {
  /** The one seam for requests is the page's. */
  prepare(url: string, refresh: boolean): Promise<string>;
  view(change: Partial<MoqView>): void;
  events(events: readonly TimedEvent[]): void;
  captions(infos: readonly CaptionInfo[]): void;
  cues(id: string, cues: readonly Cue[]): void;
  failed(error: PlainError): void;
};
