import type { EventTime, OlympicPlayerError, ReadonlySignal, Span } from '../base/index.js';

/**
 * Deck time: milliseconds, float64, on a deck's own continuous timeline. Feeds that stamp every frame at capture (MoQ, the
 * WHEP tap) use event time itself; HLS and DASH use their engine's media time, which goes on evenly where dates jump.
 */
export type DeckTime = number & { readonly __deckTime: unique symbol };

export const deckTime = (milliseconds: number): DeckTime => milliseconds as DeckTime;

/** From inclusive, to exclusive. */
export interface DeckRange {
  readonly from: DeckTime;
  readonly to: DeckTime;
}

/** Deck ranges in seconds, as media elements count. */
export const spansOf = (ranges: readonly DeckRange[]): Span[] =>
  ranges.map(({ from, to }) => ({ start: from / 1000, end: to / 1000 }));

export type TrackKind = 'video' | 'audio';

export type Rotation = 0 | 90 | 180 | 270;

/** What a decoder needs to know, and what the container says of the picture that the decoder does not apply. */
export interface VideoConfig {
  readonly kind: 'video';
  /** RFC 6381, as WebCodecs wants it: `avc1.64001f`, `hvc1…`, `vp09…`, `av01…`. */
  readonly codec: string;
  /** avcC, hvcC …; absent where parameter sets travel in the samples (Annex B). */
  readonly description?: Uint8Array;
  readonly codedWidth?: number;
  readonly codedHeight?: number;
  /** Pixel aspect ratio, width over height; 1 unless said. */
  readonly pixelAspect?: number;
  /** Degrees clockwise that the picture has to be turned by for showing (track header matrix). */
  readonly rotation?: Rotation;
  /** Where the container knows better than the bitstream. */
  readonly colorSpace?: VideoColorSpaceInit;
}

export interface AudioConfig {
  readonly kind: 'audio';
  /** `mp4a.40.2`, `opus`. */
  readonly codec: string;
  readonly description?: Uint8Array;
  readonly sampleRate: number;
  readonly channels: number;
}

export type TrackConfig = VideoConfig | AudioConfig;

/** Names one configuration of one track of one deck. */
export type ConfigId = number;

/** One encoded frame. */
export interface Sample {
  /** When it is shown or heard. */
  readonly time: DeckTime;
  /** Place in decoding order, on the same timeline; equal to `time` without reordering. */
  readonly decodeTime: DeckTime;
  /** Milliseconds, above 0: decoders are told, and Firefox gives up hardware that is fed without (bugzilla 1906761). */
  readonly duration: number;
  /** Undefined while the feed has no mapping. */
  readonly eventTime: EventTime | undefined;
  readonly key: boolean;
  readonly config: ConfigId;
  readonly rendition: string;
  /** Owned by the window from now on: the feed neither writes to it nor transfers it. */
  readonly data: Uint8Array;
}

/** What feeds write into. All calls are synchronous; none throws for what the media contains. */
export interface SampleSink {
  /** Announces a configuration; the same one again gives the same id. */
  configure(kind: TrackKind, config: TrackConfig): ConfigId;
  /**
   * Takes samples in decoding order. Samples that overlap what is there replace it, as in MediaSource. `full`: nothing was
   * taken; make room (`remove`) or wait.
   */
  append(kind: TrackKind, samples: readonly Sample[]): 'ok' | 'full';
  remove(kind: TrackKind, range: DeckRange): void;
  buffered(kind: TrackKind): readonly DeckRange[];
  /** Nothing will come for this range: playback goes over it instead of waiting. */
  gap(kind: TrackKind, range: DeckRange): void;
  /** Nothing will follow what is there; `append` takes it back. */
  end(): void;
}

/** Reading one track's window, in decoding order. */
export interface SampleReader {
  /** The sample shown or heard at a time, else the first after it. */
  at(time: DeckTime): Sample | undefined;
  /** The next in decoding order; undefined at the end of what is there and across a hole. */
  after(sample: Sample): Sample | undefined;
  config(id: ConfigId): TrackConfig;
  /** Counts changes; read it to know whether looking again is worth it. */
  readonly version: number;
}

/** A picture that reached the screen. */
export interface DeckFrame {
  readonly time: DeckTime;
  readonly eventTime: EventTime | undefined;
  readonly duration: number;
  readonly rendition: string;
  /** Goes up with every seek, discontinuity and rebuilt decoder: pictures of different generations are not neighbours. */
  readonly generation: number;
  /** Pictures presented so far, this one included. */
  readonly presented: number;
  /** When it reaches the screen: `performance.timeOrigin + performance.now()`, comparable between threads. */
  readonly displayedAt: number;
  readonly width: number;
  readonly height: number;
}

export interface DeckStats {
  readonly framesDecoded: number;
  readonly framesPresented: number;
  /** Decoded and never shown, because their time had passed. */
  readonly framesDropped: number;
  /** Samples that could not be decoded even after a rebuild. */
  readonly samplesLost: number;
  readonly decoderRebuilds: number;
  readonly bufferedBytes: number;
  /** VideoFrames the deck holds now; 0 after `close`. */
  readonly framesHeld: number;
  readonly decoder: string | undefined;
  /** How pictures get to the GPU: `texture`, `planes` or `2d`. */
  readonly upload: string | undefined;
  /** Milliseconds spent so far on the worker's thread, by stage. */
  readonly work: Readonly<Record<'read' | 'decode' | 'upload' | 'draw', number>>;
}

export interface SoundSettings {
  readonly muted: boolean;
  /** 0 to 1. */
  readonly volume: number;
}

/** HTMLMediaElement's readyState. */
export type ReadyState = 0 | 1 | 2 | 3 | 4;

/** One picture with its sound, from samples to screen and speaker, on one clock. Lives where the samples are: in the media worker. */
export interface Deck {
  readonly sink: SampleSink;
  /** Deck time now. It stands still while paused, seeking and starving; the picture on screen is the one whose interval contains it. */
  readonly time: DeckTime;
  readonly paused: ReadonlySignal<boolean>;
  /** From `seek` until the picture asked for is on screen. */
  readonly seeking: ReadonlySignal<boolean>;
  /** Wants to go on and has nothing to show. */
  readonly starving: ReadonlySignal<boolean>;
  readonly ended: ReadonlySignal<boolean>;
  /** Sound is wanted: not muted, and not turned down to nothing. */
  readonly audible: ReadonlySignal<boolean>;
  readonly rate: ReadonlySignal<number>;
  readonly readyState: ReadonlySignal<ReadyState>;
  /** What can be played without waiting: where all configured tracks have samples. */
  readonly buffered: ReadonlySignal<readonly DeckRange[]>;
  /** Milliseconds; NaN unknown, Infinity live. The feed sets it. */
  duration: number;
  /** The newest picture on screen. */
  readonly frame: ReadonlySignal<DeckFrame | undefined>;
  /** Set once, when the deck's own recoveries are over. */
  readonly failure: ReadonlySignal<OlympicPlayerError | undefined>;

  play(): void;
  pause(): void;
  /** 0 to 4, or down to -1 for reverse; 0 is frozen. */
  setRate(rate: number): void;
  /**
   * Goes to the exact picture at a time, and resolves when it is on screen; waits for its samples. A newer seek or step
   * supersedes it (AbortError).
   */
  seek(time: DeckTime): Promise<DeckFrame>;
  /** Pauses and goes forward or back by so many pictures. */
  step(pictures: number): Promise<DeckFrame>;
  setSound(settings: SoundSettings): void;
  /** A page nobody sees needs no pictures: video decoding stops, sound goes on. */
  setVisible(visible: boolean): void;
  /** Where pictures go; undefined: nowhere, the clock and the sound go on. */
  attachScreen(canvas: OffscreenCanvas | HTMLCanvasElement | MessagePort | undefined): void;
  /** The port of the AudioWorklet node that plays this deck's sound. */
  attachSpeaker(port: MessagePort, sampleRate: number, latencyMs: number): void;
  stats(): DeckStats;
  close(): void;
}

/** Where the clock is and how it goes: at `at` (this thread's `performance.now()`) it is `time`, and goes on at `rate`. */
export interface ClockPlan {
  /** False while paused, seeking or starving. */
  readonly moving: boolean;
  readonly time: DeckTime;
  readonly at: number;
  readonly rate: number;
}

/** The sound of a deck: decoder, and the way to the AudioWorklet. Reads the audio window by itself, a little ahead of the clock. */
export interface Sound {
  attach(port: MessagePort, sampleRate: number, latencyMs: number): void;
  set(settings: SoundSettings): void;
  /** The deck's clock was started, stopped, moved, or given another rate. */
  steer(plan: ClockPlan): void;
  /** The deck time that is heard at `now`; undefined while nothing is: then the deck's clock goes by itself. */
  heard(now: number): DeckTime | undefined;
  close(): void;
}

/** Draws pictures on one canvas. */
export interface Presenter {
  /** Resolves when the picture is on the canvas: false where it could not be drawn now (context lost). The frame stays the caller's, who keeps it open until then. */
  draw(frame: VideoFrame, config: VideoConfig): Promise<boolean>;
  /** After a lost context came back there is nothing on the canvas: draw again. */
  readonly lost: ReadonlySignal<boolean>;
  readonly upload: 'texture' | 'planes' | '2d';
  /** Milliseconds of this thread spent so far. */
  readonly work: { readonly upload: number; readonly draw: number };
  close(): void;
}
