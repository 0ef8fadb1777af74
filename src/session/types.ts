import type { EventTime, OlympicPlayerError } from '../base/index.js';
import type {
  DecodePath,
  PreparedRequest,
  Purpose,
  RequestReason,
  SourceType,
  TransportId,
} from '../transports/index.js';

export type PlayerState =
  | 'empty'
  | 'negotiating'
  | 'connecting'
  | 'waiting-for-key-frame'
  | 'playing'
  | 'paused'
  | 'stalled'
  | 'recovering'
  | 'ended'
  | 'blocked'
  | 'failed';

export type Mode = 'none' | 'live' | 'replay' | 'vod';
export type Decoder = 'auto' | 'webcodecs' | 'native';
export type ChangeSource = 'user' | 'api' | 'auto';
export type Verdict = 'chosen' | 'standby' | 'refused' | 'failed' | 'untried';

/** One way to receive one angle here, and what became of it. URLs carry no query: tokens live there. */
export interface Candidate {
  readonly angle: string;
  readonly type: SourceType;
  readonly transport: TransportId;
  readonly url: string;
  readonly decode: DecodePath;
  readonly verdict: Verdict;
  /** Why it has this verdict: a stable string, or an error's `reason`. */
  readonly reason: string;
  /** From connecting to the first picture, or to the failure; ms. Null while untried. */
  readonly elapsedMs: number | null;
  /** What the two sides settled on: codec, engine, parts. */
  readonly agreed: string | null;
}

/** The whole decision, JSON-serialisable. */
export interface Negotiation {
  readonly chosen: Candidate | null;
  readonly candidates: readonly Candidate[];
  /** Ms since the epoch. */
  readonly startedAt: number;
}

/** A move to another source that the viewer did not ask for. */
export interface Failover {
  readonly from: Candidate;
  readonly to: Candidate;
  /** The reason of the error that caused it. */
  readonly reason: string;
  /** Event time the viewer did not see, and saw twice. */
  readonly gapMs: number;
  readonly repeatedMs: number;
  /** How long the last frame was held, ms. */
  readonly heldMs: number;
}

/** Where a cut between angles fell. */
export interface AngleChange {
  readonly from: string | null;
  readonly to: string;
  readonly eventTime: number;
  readonly gapFrames: number;
  readonly repeatedFrames: number;
  /** From the request to the picture, ms. */
  readonly durationMs: number;
  readonly source: ChangeSource;
}

/** Asked for a token before connecting, and again after 401 or 403. Null means that none is needed. */
export type GetToken = (why: {
  angle: string;
  transport: TransportId;
  purpose: Purpose;
  reason: 'connect' | 'refused';
  signal: AbortSignal;
}) => Promise<string | null>;

/** The page's last word on every request's URL and headers. */
export type PrepareRequest = (
  request: PreparedRequest,
  why: RequestReason,
) => PreparedRequest | Promise<PreparedRequest>;

/** A frame that reached the screen. */
export interface ShownFrame {
  /** Undefined while the feed has no mapping yet. */
  readonly eventTime: EventTime | undefined;
  readonly mediaTime: number;
  /** When it reached the screen, `performance.now()` milliseconds. */
  readonly displayedAt: number;
}

export interface Moment {
  readonly id: string;
  readonly label: string;
  readonly eventTime: number;
  readonly durationMs: number;
}

export interface SessionStats {
  readonly transport: SourceType | null;
  readonly decoder: DecodePath | null;
  readonly rendition: string | null;
  readonly framesDecoded: number;
  readonly framesRendered: number;
  readonly framesDropped: number;
  readonly stalls: number;
  readonly stallMs: number;
  readonly failovers: number;
  readonly bytes: number;
  /** From load() to the first picture; null before it. */
  readonly firstFrameMs: number | null;
  readonly stages: Readonly<Record<string, number>>;
  /** How far event time can be off, and what it rests on. */
  readonly eventTimeErrorMs: number | null;
  readonly eventTimeGrade: string | null;
  readonly clockOffsetMs: number;
  readonly clockErrorMs: number | null;
  readonly targetLatencyMs: number | null;
}

export type { EventTime, OlympicPlayerError };
