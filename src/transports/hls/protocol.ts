import type { EventRange, EventTime, PlainError } from '../../base/index.js';
import type {
  ConnectContext,
  FeedHealth,
  PreparedRequest,
  Purpose,
  Rendition,
  TimedEvent,
} from '../contract.js';
import type { Cue } from '../../media/index.js';
import type { CaptionInfo } from '../captions/index.js';
import type { EventPiece } from './event-map.js';

/** What the worker's half is told to play. */
export interface HlsRequest {
  readonly url: string;
  readonly lowLatency: boolean;
  readonly startAt: EventTime | undefined;
  readonly targetLatencyMs: number | undefined;
  /** When connecting began, `performance.timeOrigin + performance.now()`: stages count from there. */
  readonly startedAt: number;
}

/** The feed's state as the worker's half tells it. */
export interface HlsView {
  readonly health: FeedHealth;
  readonly failure: PlainError | undefined;
  readonly live: boolean;
  readonly parts: boolean;
  readonly renditions: readonly Rendition[];
  readonly selected: string;
  readonly seekable: EventRange | undefined;
  readonly targetLatencyMs: number | undefined;
  readonly metadata: readonly TimedEvent[];
  readonly captions: readonly CaptionInfo[];
  /** Media time to event time. */
  readonly pieces: readonly EventPiece[];
  /**
   * The live edge: media time, ms, minus `performance.timeOrigin + performance.now()`. It goes on as time does; undefined
   * where nothing is live.
   */
  readonly edgeMs: number | undefined;
}

export type HlsWorkerAnswers = {
  /** Resolves when the multivariant playlist has been read; loading goes on by itself. */
  load(request: HlsRequest): Promise<void>;
  /** Where the target latency is now, seconds of media time; undefined where nothing is live. */
  livePosition(): number | undefined;
  /** The viewer goes somewhere: that is no start any more. */
  sought(): void;
  select(rendition: string): void;
  selectCaptions(id: string | undefined): void;
  setTargetLatency(milliseconds: number): void;
  /** Whether requests go to the page before they are made. */
  setPrepares(prepares: boolean): void;
  stats(): { bytes: number; stages: Record<string, number> };
  close(): void;
};

export type HlsPageAnswers = {
  prepare(
    request: Parameters<ConnectContext['prepareRequest']>[0],
    purpose: Purpose,
    options: { refresh?: boolean },
  ): Promise<PreparedRequest>;
  view(change: Partial<HlsView>): void;
  cues(id: string, cues: readonly Cue[]): void;
};
