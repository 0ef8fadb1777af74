/**
 * The parts of video.js (core build) and @videojs/http-streaming that the DASH transport touches, and no more. Neither
 * ships types for them. Names that end in an underscore are not public upstream: docs/decisions/004-vhs-without-a-player.md
 * says why each is used, and test/browser/dash.test.ts notices when one goes.
 */

declare module 'video.js/core.es.js' {
  export interface EngineEvent {
    readonly type: string;
    readonly metadata?: { readonly segmentInfo?: { readonly type: string } };
  }

  /** video.js's own event mixin; listeners never outlive `dispose`. */
  export interface Evented {
    on(type: string | readonly string[], listener: (event: EngineEvent) => void): void;
    one(type: string | readonly string[], listener: (event: EngineEvent) => void): void;
    off(type?: string, listener?: (event: EngineEvent) => void): void;
    trigger(event: string | { readonly type: string }): void;
  }

  export interface TechOptions {
    /** Key of the player in `videojs.players`. */
    readonly playerId: string;
    /** False: the tech brings no element of its own. */
    readonly createEl: false;
  }

  /** A playback technology: what video.js, and so VHS, drives in place of a media element. */
  export interface Tech extends Evented {
    /** Removed from the document by `dispose` unless it is null by then. */
    el_: Element | null;
    dispose(): void;
    /** Lets queued `ready` callbacks run. */
    triggerReady(): void;
  }

  export interface TechClass {
    new (options: TechOptions): Tech;
    prototype: Tech;
  }

  const videojs: {
    readonly options: { autoSetup?: boolean };
    readonly log: {
      level(level: 'off' | 'error' | 'warn' | 'info' | 'debug' | 'all'): void;
      readonly history: { disable(): void };
    };
    /** Every player by id; VHS finds the player of a tech here. */
    readonly players: Record<string, unknown>;
    createTimeRanges(ranges?: readonly (readonly [number, number])[]): TimeRanges;
    getComponent(name: 'Tech'): TechClass;
  };
  export default videojs;
}

declare module '@videojs/http-streaming' {
  import type { Evented, Tech } from 'video.js/core.es.js';

  export interface XhrOptions {
    readonly uri: string;
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly responseType?: string;
    /** Milliseconds; 0 or absent is none. */
    readonly timeout?: number | null;
    readonly requestType?: string;
    /** Called with the request before it is sent. */
    readonly beforeSend?: (request: EventTarget) => void;
  }

  export interface Segment {
    readonly resolvedUri: string;
    /** Seconds. */
    readonly duration: number;
    readonly map?: { readonly resolvedUri: string };
    /** DASH: seconds from availabilityStartTime, by the manifest (mpd-parser). */
    readonly presentationTime?: number;
    /** HLS: EXT-X-PROGRAM-DATE-TIME, given or extrapolated. */
    readonly dateTimeObject?: Date;
    /** Where the segment lies on the media element's timeline, seconds, by playlist arithmetic. */
    readonly syncInfo?: { readonly start: number; readonly end: number };
  }

  export interface Playlist {
    readonly id: string;
    readonly attributes: {
      readonly NAME?: string;
      readonly BANDWIDTH?: number;
      readonly RESOLUTION?: { readonly width?: number; readonly height?: number };
      readonly CODECS?: string;
    };
    readonly segments?: readonly Segment[];
    readonly endList?: boolean;
    /** Seconds. */
    readonly targetDuration?: number;
    readonly contentProtection?: object;
    /** True keeps the rendition out of the choice. */
    disabled?: boolean;
    /** Milliseconds since the epoch until which VHS leaves it alone after an error; Infinity when it cannot play. */
    excludeUntil?: number;
  }

  export interface MainManifest {
    readonly playlists: readonly Playlist[];
    /** Seconds VHS keeps from the end of a live playlist; kept through manifest updates. */
    suggestedPresentationDelay?: number;
  }

  interface PlaylistLoader extends Evented {
    /** DASH: the timer after which segments are listed anew. */
    mediaUpdateTimeout?: number | null;
    media(): Playlist | undefined;
  }

  /** A segment on its way: requested, or being appended. */
  export interface PendingSegment {
    readonly uri: string;
    readonly segment: Segment;
    readonly playlist: Playlist;
    /** Media time of the first sample, seconds, before the timestamp offset; known before anything is appended. */
    readonly timingInfo?: { readonly start?: number };
  }

  interface SegmentLoader extends Evented {
    readonly pendingSegment_: PendingSegment | null;
    /** Empties what was played, at each new segment. */
    trimBackBuffer_(): void;
  }

  export interface AppendOptions {
    readonly segmentInfo: PendingSegment;
    readonly type: 'video' | 'audio';
    /** The very object that the source buffer gets. */
    readonly bytes: Uint8Array<ArrayBuffer>;
  }

  interface SourceUpdater {
    videoTimestampOffset(): number;
    audioTimestampOffset(): number;
    appendBuffer(options: AppendOptions, done: (error?: unknown) => void): void;
  }

  export interface PlaylistController extends Evented {
    readonly error: unknown;
    readonly mediaSource: MediaSource;
    readonly mainPlaylistLoader_: PlaylistLoader & {
      /** DASH: server clock less `Date.now()`, milliseconds. */
      clientOffset_?: number;
    };
    /** `activePlaylistLoader` is null where sound comes with the pictures. */
    readonly mediaTypes_: { readonly AUDIO: { readonly activePlaylistLoader: PlaylistLoader | null } };
    readonly mainSegmentLoader_: SegmentLoader;
    readonly audioSegmentLoader_: SegmentLoader;
    readonly sourceUpdater_: SourceUpdater;
    main(): MainManifest | undefined;
    media(): Playlist | undefined;
    seekable(): TimeRanges;
    switchMedia_(playlist: Playlist, cause: string): void;
    checkABR_(cause?: string): void;
    /** Goes on with another rendition; without a duration, in seconds, VHS's own. */
    excludePlaylist(exclusion: {
      readonly playlistToExclude: Playlist;
      readonly error: { readonly message: string; readonly internal: true };
      readonly playlistExclusionDuration?: number;
    }): void;
    /** These two ask which codecs can be played. */
    excludeUnsupportedVariants_(): void;
    getCodecsOrExclude_(): unknown;
    pauseLoading(): void;
  }

  export class VhsHandler implements Pick<Evented, 'on' | 'off'> {
    constructor(
      source: { readonly src: string; readonly type: string },
      tech: Tech,
      options: { readonly vhs: Readonly<Record<string, unknown>> },
    );
    on: Evented['on'];
    off: Evented['off'];
    static version(): Readonly<Record<string, string>>;
    xhr: (options: XhrOptions, callback: (error: Error | null, request: unknown) => void) => EventTarget;
    readonly playlistController_: PlaylistController;
    src(url: string, type: string): void;
    seekable(): TimeRanges;
    duration(): number;
    dispose(): void;
  }
}
