import type {
  Environment,
  EventRange,
  EventTime,
  Logger,
  OlympicPlayerError,
  ReadonlySignal,
  TimeGrade,
} from '../base/index.js';
import type { Cue, DeckHandle, MediaHost } from '../media/index.js';

/** How a source is described: the protocol the viewer speaks to it. */
export type SourceType = 'whep' | 'moq' | 'll-hls' | 'hls' | 'dash';

/** Who turns bytes into pictures. */
export type DecodePath = 'webrtc' | 'webcodecs' | 'mse' | 'native';

/** `whep`, `hlsjs`, `vhs`, `native`, or the id of a registered transport. */
export type TransportId = string;

/** A content protection system that opens a source (W3C Encrypted Media Extensions). */
export interface SourceProtection {
  /** `com.widevine.alpha`, `com.microsoft.playready`, `com.apple.fps`, `org.w3.clearkey` ... */
  readonly keySystem: string;
  /** Absolute; absent where the manifest says it. */
  readonly licenseUrl?: string;
  /** Absolute: the server certificate, where the key system wants one. */
  readonly certificateUrl?: string;
}

/** One way to receive one angle. */
export interface Source {
  readonly type: SourceType;
  /** Absolute. */
  readonly url: string;
  /** 1 is best; absent is last. */
  readonly priority?: number;
  readonly targetLatencyMs?: number;
  /** RFC 6381, where the descriptor says it. */
  readonly codecs?: readonly string[];
  /** Any one of these opens it; empty or absent when clear. */
  readonly protection?: readonly SourceProtection[];
  /** MoQ: the picture's track, where the descriptor names one. */
  readonly track?: string;
  /** MoQ: SHA-256 of the certificates the server may show, hexadecimal (WebTransport's serverCertificateHashes). */
  readonly certificateHashes?: readonly string[];
}

/** What this browser, page and device can do; gathered once a session, without the network. */
export interface Capabilities {
  readonly secureContext: boolean;
  readonly webrtc: boolean;
  /** MediaSource or ManagedMediaSource. */
  readonly mse: boolean;
  /** The browser plays HLS playlists in a media element by itself. */
  readonly nativeHls: boolean;
  /** MediaSource.isTypeSupported for a full MIME type with codecs. */
  supports(mimeType: string): boolean;
  /** VideoDecoder, and a place for its pictures. */
  readonly webcodecs: boolean;
  /** Whether a WebCodecs decoder takes this codec (RFC 6381), by the family it belongs to. */
  decodes(codec: string): boolean;
  /** Key systems of the event's sources that this browser has (`probeKeySystems`); absent: nobody has asked it yet. */
  readonly keySystems?: ReadonlySet<string>;
}

/** Whether a transport could play a source by one decode path here, and why not. */
export type Assessment =
  | { readonly decode: DecodePath; readonly able: true }
  | { readonly decode: DecodePath; readonly able: false; readonly reason: string };

/** Why a request is made; reaches `getToken` and `prepareRequest`. */
export type Purpose = 'descriptor' | 'manifest' | 'segment' | 'key' | 'signalling' | 'clock' | 'license';

export interface RequestReason {
  readonly angle: string;
  readonly transport: TransportId;
  readonly purpose: Purpose;
}

export interface PreparedRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
}

/** The estimate of true wall-clock time on this device. */
export interface ViewerClock {
  /** True time now, ms since the epoch. */
  now(): EventTime;
  readonly offsetMs: number;
  /** Half-width of the estimate; Infinity while nothing but the device's own clock is known. */
  readonly errorMs: number;
  /** True time at a moment given in `performance.now()` milliseconds. */
  at(monotonic: number): EventTime;
}

export interface ConnectContext {
  readonly angle: string;
  /** Aborts the connecting; a connected feed ends by `close()`. */
  readonly signal: AbortSignal;
  readonly environment: Environment;
  readonly clock: ViewerClock;
  readonly capabilities: Capabilities;
  /** Where to begin: the last event time the viewer saw, or undefined for the live edge. */
  readonly startAt: EventTime | undefined;
  /** The session's media worker, started when first asked for. */
  media(): Promise<MediaHost>;
  /** Folder of the page's own copies of the worker files, absolute; undefined loads them from beside the bundle. */
  readonly workerUrl?: string | undefined;
  /** What the viewer asked for, else the transport's own default. */
  readonly targetLatencyMs: number | undefined;
  /**
   * The one seam for every request of every transport: token, telemetry, watermark query, tests. `refresh` says that the
   * last try was answered 401 or 403, so a cached token is stale.
   */
  prepareRequest(
    request: { url: string; method?: string; headers?: Record<string, string> },
    purpose: Purpose,
    options?: { refresh?: boolean },
  ): Promise<PreparedRequest>;
  /** Whether that can change anything now. Where it cannot, code that is far from the page need not wait for the page. */
  readonly prepares: ReadonlySignal<boolean>;
  readonly log: Logger;
}

/** What requestVideoFrameCallback said of the frame on screen (WICG video-rvfc). */
export interface FrameTiming {
  /** Seconds on the element's media timeline. */
  readonly mediaTime: number;
  /** WebRTC only. */
  readonly rtpTimestamp?: number;
  readonly receiveTime?: number;
  /** When it reaches the screen, `performance.now()` milliseconds. */
  readonly expectedDisplayTime: number;
  /** Ms since the epoch, where the frame itself carries it (our own decoding). */
  readonly eventTime?: number;
}

/** Media time <-> event time. Answers undefined until the mapping is known. */
export interface Timeline {
  eventTimeOf(frame: FrameTiming): EventTime | undefined;
  /** Seconds on the element's media timeline; undefined where the feed cannot seek. */
  mediaTimeOf(time: EventTime): number | undefined;
  readonly accuracy: ReadonlySignal<{ readonly errorMs: number; readonly grade: TimeGrade }>;
}

export interface Rendition {
  readonly id: string;
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly bitrate: number | undefined;
  readonly codec: string | undefined;
}

/** Captions or subtitles that a feed can deliver. */
export interface CaptionTrack {
  /** The same at every source of the event that has the same track, as far as the source tells. */
  readonly id: string;
  /** Captions also say what is to be heard besides words. */
  readonly kind: 'subtitles' | 'captions';
  readonly label: string;
  /** BCP 47; empty where unknown. */
  readonly language: string;
  /**
   * What is on at a media time (seconds, as of `FrameTiming`), of the track that is selected. Reads a signal: what is computed
   * from it follows cues that come late.
   */
  cuesAt(mediaTime: number): readonly Cue[];
}

export type FeedHealth = 'starting' | 'waiting-for-key-frame' | 'flowing' | 'ended';

export interface FeedState {
  readonly health: ReadonlySignal<FeedHealth>;
  /** Set once, when the feed cannot go on by itself; its own retries are over. */
  readonly failure: ReadonlySignal<OlympicPlayerError | undefined>;
  readonly live: ReadonlySignal<boolean>;
  readonly renditions: ReadonlySignal<readonly Rendition[]>;
  /** The rendition now delivered, where known. */
  readonly rendition: ReadonlySignal<string | undefined>;
  /** `auto` or the rendition the viewer fixed. */
  readonly selected: ReadonlySignal<string>;
  /** What can be sought, in event time; undefined where nothing can (WHEP) or nothing is known yet. */
  readonly seekable: ReadonlySignal<EventRange | undefined>;
  /** What the feed holds to in live playback, ms. */
  readonly targetLatencyMs: ReadonlySignal<number | undefined>;
  /** Absent where the source type or the decode path has none. */
  readonly captions?: ReadonlySignal<readonly CaptionTrack[]>;
  /** For the inspector: `ll-hls parts`, `abs-capture-time`, negotiated codec ... */
  readonly agreed: ReadonlySignal<string>;
}

/** One shape for HLS DATERANGE, DASH emsg, ID3 and MSF events. */
export interface TimedEvent {
  readonly id: string;
  /** DATERANGE CLASS, emsg scheme_id_uri, ... */
  readonly class: string;
  readonly eventTime: EventTime;
  readonly durationMs: number | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Counters since the feed was connected. */
export interface FeedStats {
  readonly bytes: number;
  /** Of the picture alone, where the transport can tell: says whether a stalled picture still arrives. */
  readonly videoBytes?: number;
  readonly framesDecoded: number;
  readonly framesDropped: number;
  /** Named stages of the start, ms since connect was called: `post`, `ice`, `manifest`, `first-segment` ... */
  readonly stages: Readonly<Record<string, number>>;
}

/** Copies of what a browser decodes by itself, kept so that it can be replayed frame by frame. */
export interface Tapped {
  /** Set once the copies have somewhere to go. */
  readonly deck: ReadonlySignal<DeckHandle | undefined>;
  /** What copying has cost so far; undefined while nothing is tapped. */
  counts(): Promise<TapCounts | undefined>;
}

export interface TapCounts {
  readonly frames: number;
  /** The longest any frame was held back from the browser's decoder, and the mean, ms. */
  readonly heldMostMs: number;
  readonly heldMeanMs: number;
}

/** How pictures and sound leave the feed. */
export type Delivery =
  /** `tap`: encoded copies of the picture, for replay. */
  | {
      readonly kind: 'stream';
      readonly stream: MediaStream;
      readonly tap?: Tapped;
    }
  /** Media elements play through MSE, EME or by themselves; `attach` resolves when the element has begun to load. */
  | { readonly kind: 'element'; attach(video: HTMLVideoElement): Promise<void> }
  /** Our own decoding: the deck lives in the media worker, this is the page's end of it. */
  | { readonly kind: 'samples'; readonly deck: DeckHandle };

export interface Feed {
  /** As found: a playlist with parts is `ll-hls` whatever it was called. */
  readonly type: SourceType;
  readonly decode: DecodePath;
  readonly delivery: Delivery;
  readonly timeline: Timeline;
  readonly state: FeedState;
  readonly metadata: ReadonlySignal<readonly TimedEvent[]>;
  /** Goes to an event time inside `seekable`; rejects with a named error where the feed cannot seek. */
  seek(time: EventTime): Promise<void>;
  /** Goes back to the live edge at the target latency. */
  seekToLive(): Promise<void>;
  select(rendition: string): void;
  /** Delivers the cues of one caption track, or of none. */
  selectCaptions?(id: string | undefined): void;
  setTargetLatency(milliseconds: number | undefined): void;
  requestKeyFrame(): void;
  /**
   * How far playback is behind what the feed holds to, ms; negative when ahead. Absent or undefined where the rate is not
   * the player's to set (WebRTC, the browser's own player) or nothing is known yet.
   */
  behindTargetMs?(): number | undefined;
  stats(): Promise<FeedStats>;
  /** Ends everything the feed started. Idempotent. */
  close(): Promise<void>;
}

/** The code that speaks one or more source types. Third-party transports implement this and call `registerTransport`. */
export interface Transport {
  readonly id: TransportId;
  readonly types: readonly SourceType[];
  /** Pure and quick, no network: one answer for each decode path it knows for this source. */
  assess(source: Source, capabilities: Capabilities): readonly Assessment[];
  /** Resolves when the source has answered and media can be attached; the engine is loaded here, lazily. */
  connect(source: Source, decode: DecodePath, context: ConnectContext): Promise<Feed>;
}
