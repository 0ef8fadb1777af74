import { shiftedRanges, timeRanges, watch } from '../base/index.js';
import { createSession } from '../session/index.js';
import type {
  AngleChange,
  Mode,
  Moment,
  Negotiation,
  OlympicPlayerError,
  PlayerState,
  Session,
  SessionStats,
  ViewpointStatus,
} from '../session/index.js';
import { keepTracks } from './angle-tracks.js';
import { FrameCallbacks } from './frame-callbacks.js';
import type { FrameCallback } from './frame-callbacks.js';
import { fireMediaEvents } from './media-events.js';
import { keepMediaSession } from './media-session.js';
import { PageWatch } from './page-state.js';
import { StageView } from './stage-view.js';
import { TrackedElement } from './tracked-element.js';
import type { PlayedMedia } from '../media/index.js';
import type { VideoTrackList } from 'media-tracks';

/** Events of the inner media that mean the same on the element; the rest is fired from the session's state. */
const forwarded = ['seeking', 'seeked', 'resize'] as const;

/**
 * The HTMLMediaElement contract (HTML, 4.8.11) over a session: times in seconds, state before event. Options and lifecycle
 * are the element's own.
 */
export class MediaFacade extends TrackedElement {
  /** The same player without elements. */
  readonly session: Session;
  protected readonly stage: StageView;
  protected readonly page = new PageWatch();
  /** Plays nothing: it is what makes text tracks real ones. */
  readonly #texts = document.createElement('video');
  readonly #frames: FrameCallbacks;
  #defaultPlaybackRate = 1;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: 'open' });
    this.stage = new StageView(shadow);
    this.session = createSession({ stage: this.stage, page: this.page, languages: navigator.languages });
    // The element, its session and these watchers know only each other: they are collected together.
    const { signal } = new AbortController();
    this.#frames = new FrameCallbacks(this.session, () => this.#offset, signal);
    keepTracks(this, this.session, signal);
    fireMediaEvents(this, this.session, signal);
    keepMediaSession(this, this.session, signal);
    for (const video of this.stage.videos)
      for (const type of ['enterpictureinpicture', 'leavepictureinpicture'])
        video.addEventListener(type, () => {
          if (video === this.stage.front) this.dispatchEvent(new Event(type));
        });
    const captioned = new AbortController();
    watch(this.session.captions.tracks, captioned.signal, (tracks) => {
      if (tracks.length === 0) return;
      captioned.abort();
      this.#mountCaptions(shadow);
    });
    let leave = new AbortController();
    watch(this.session.screening, signal, (screening) => {
      leave.abort();
      leave = new AbortController();
      for (const type of forwarded)
        screening?.media.addEventListener(type, () => this.dispatchEvent(new Event(type)), {
          signal: leave.signal,
        });
    });
  }

  // --- what only this player has ---

  get state(): PlayerState {
    return this.session.state.peek();
  }

  get mode(): Mode {
    return this.session.mode.peek();
  }

  get negotiation(): Negotiation {
    return this.session.negotiation.peek();
  }

  /** Event time of the frame on screen, ms since the epoch; NaN before the first. */
  get eventTime(): number {
    return this.session.eventTime.peek() ?? NaN;
  }

  /** Ms from capture to screen, measured against the viewer clock; NaN when unknown. */
  get latency(): number {
    return this.session.latency.peek() ?? NaN;
  }

  /** The cameras: the same object as `videoTracks`. */
  get angles(): VideoTrackList {
    return this.videoTracks;
  }

  get moments(): readonly Moment[] {
    return this.session.moments.peek();
  }

  /** Free viewpoint: not in this release. `reason` says what else stands in the way of what is on screen, DRM before everything. */
  get viewpoint(): ViewpointStatus {
    return this.session.viewpoint;
  }

  /** Counters since load, over every source it was watched on. */
  get stats(): SessionStats {
    return this.session.statsNow();
  }

  /** Cuts to another camera; resolves when it is on screen with where the cut fell. */
  switchAngle(id: string, options: { signal?: AbortSignal } = {}): Promise<AngleChange> {
    return this.session.switchAngle(id, options);
  }

  // --- playback ---

  play(): Promise<void> {
    return this.session.play();
  }

  pause(): void {
    this.session.pause();
  }

  get paused(): boolean {
    return this.session.paused.peek();
  }

  get ended(): boolean {
    return this.state === 'ended';
  }

  get seeking(): boolean {
    return this.#shown?.seeking ?? false;
  }

  get error(): OlympicPlayerError | null {
    return this.session.error.peek() ?? null;
  }

  get currentTime(): number {
    const shown = this.#shown;
    if (shown === undefined) return 0;
    return shown.currentTime + this.#offset;
  }

  set currentTime(seconds: number) {
    const origin = this.session.origin.peek();
    const dated = !Number.isNaN(this.eventTime) && origin !== undefined;
    if (dated) void this.session.seek(origin + seconds * 1000).catch(() => {});
    else if (this.#shown !== undefined) this.#shown.currentTime = seconds;
  }

  get duration(): number {
    if (this.#shown === undefined) return NaN;
    return this.session.live.peek() ? Infinity : this.#shown.duration;
  }

  /** When `currentTime` is 0 (HTML, 4.8.11.6). */
  getStartDate(): Date {
    return new Date(this.session.origin.peek() ?? NaN);
  }

  /** The window that can be sought in, in `currentTime` seconds. */
  get seekable(): TimeRanges {
    const range = this.session.seekable.peek();
    const origin = this.session.origin.peek();
    if (range !== undefined && origin !== undefined)
      return timeRanges([{ start: (range.from - origin) / 1000, end: (range.to - origin) / 1000 }]);
    const shown = this.#shown;
    if (shown === undefined || this.session.screening.peek()?.steerable !== true) return timeRanges([]);
    return shown.seekable;
  }

  get buffered(): TimeRanges {
    return this.#shown === undefined ? timeRanges([]) : shiftedRanges(this.#shown.buffered, this.#offset);
  }

  get played(): TimeRanges {
    return this.#shown === undefined ? timeRanges([]) : shiftedRanges(this.#shown.played, this.#offset);
  }

  get readyState(): number {
    const state = this.#shown?.readyState ?? HTMLMediaElement.HAVE_NOTHING;
    const painted = this.session.screening.peek()?.frame.peek() !== undefined;
    // Browsers paint the first frame of a MediaStream a moment before they leave HAVE_NOTHING for HAVE_ENOUGH_DATA.
    return painted && state === HTMLMediaElement.HAVE_NOTHING ? HTMLMediaElement.HAVE_ENOUGH_DATA : state;
  }

  get networkState(): number {
    if (this.state === 'empty') return HTMLMediaElement.NETWORK_EMPTY;
    if (this.state === 'failed') return HTMLMediaElement.NETWORK_NO_SOURCE;
    return this.#shown === undefined ? HTMLMediaElement.NETWORK_LOADING : this.#shown.networkState;
  }

  get videoWidth(): number {
    return this.#shown?.videoWidth ?? 0;
  }

  get videoHeight(): number {
    return this.#shown?.videoHeight ?? 0;
  }

  get volume(): number {
    return this.session.knobs.volume.peek();
  }

  set volume(value: number) {
    const volume = Number(value);
    if (!(volume >= 0 && volume <= 1))
      throw new DOMException(`Volume is 0 to 1, not ${value}.`, 'IndexSizeError');
    this.session.knobs.volume.value = volume;
  }

  get muted(): boolean {
    return this.session.knobs.muted.peek();
  }

  set muted(value: boolean) {
    this.session.knobs.muted.value = Boolean(value);
  }

  get playbackRate(): number {
    return this.session.knobs.playbackRate.peek();
  }

  set playbackRate(value: number) {
    this.session.knobs.playbackRate.value = Number(value);
  }

  get defaultPlaybackRate(): number {
    return this.#defaultPlaybackRate;
  }

  set defaultPlaybackRate(value: number) {
    this.#defaultPlaybackRate = Number(value);
  }

  get streamType(): 'live' | 'on-demand' | 'unknown' {
    return this.mode === 'none' ? 'unknown' : this.mode === 'vod' ? 'on-demand' : 'live';
  }

  /** Infinity where the past can be sought in, 0 where it cannot, NaN where nothing is live. */
  get targetLiveWindow(): number {
    if (this.streamType !== 'live') return NaN;
    return this.seekable.length > 0 ? Infinity : 0;
  }

  get liveEdgeStart(): number {
    const { seekable } = this;
    if (this.streamType !== 'live') return NaN;
    if (seekable.length === 0) return this.currentTime;
    const target = this.session.screening.peek()?.feed.state.targetLatencyMs.peek() ?? 0;
    return seekable.end(seekable.length - 1) - Math.max(3, (target * 2) / 1000);
  }

  canPlayType(type: string): CanPlayTypeResult {
    if (/^application\/(sdp|vnd\.apple\.mpegurl|x-mpegurl|dash\+xml)\b/i.test(type)) return 'maybe';
    return this.stage.front.canPlayType(type);
  }

  get textTracks(): TextTrackList {
    return this.#texts.textTracks;
  }

  getVideoPlaybackQuality(): VideoPlaybackQuality {
    return (this.#shown ?? this.stage.front).getVideoPlaybackQuality();
  }

  /** Calls back with the next picture that reaches the screen, whoever decodes; `mediaTime` is in `currentTime` seconds. */
  requestVideoFrameCallback(callback: FrameCallback): number {
    return this.#frames.request(callback);
  }

  cancelVideoFrameCallback(id: number): void {
    this.#frames.cancel(id);
  }

  requestPictureInPicture(): Promise<PictureInPictureWindow> {
    return this.stage.requestPictureInPicture();
  }

  get disablePictureInPicture(): boolean {
    return this.stage.front.disablePictureInPicture;
  }

  set disablePictureInPicture(value: boolean) {
    for (const video of this.stage.videos) video.disablePictureInPicture = value;
  }

  /** Their code comes with the first source that has any. */
  #mountCaptions(shadow: ShadowRoot): void {
    import('./captions/index.js').then(
      ({ mountCaptions }) =>
        mountCaptions({
          shadow,
          stage: this.stage.root,
          media: this.#texts,
          session: this.session,
          currentTime: () => this.currentTime,
        }),
      // Without its file the player plays without captions; the page hears of it as of any script that did not load.
      reportError,
    );
  }

  get #shown(): PlayedMedia | undefined {
    return this.session.screening.peek()?.media;
  }

  /** Seconds from the inner video's timeline to `currentTime`. */
  get #offset(): number {
    const frame = this.session.screening.peek()?.frame.peek();
    const origin = this.session.origin.peek();
    const shown = this.#shown;
    if (frame?.eventTime === undefined || origin === undefined || shown === undefined) return 0;
    const media = this.session.screening.peek()?.steerable === true ? frame.mediaTime : shown.currentTime;
    return (frame.eventTime - origin) / 1000 - media;
  }
}
