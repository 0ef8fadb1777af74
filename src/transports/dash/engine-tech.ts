import videojs from 'video.js/core.es.js';
import type { VhsHandler } from '@videojs/http-streaming';

/** What VHS listens for; `timeupdate` is not among it. */
const forwarded = [
  'loadstart',
  'loadedmetadata',
  'loadeddata',
  'canplay',
  'play',
  'playing',
  'pause',
  'seeking',
  'seeked',
  'waiting',
  'ratechange',
  'ended',
  'error',
];

/** The part of a media element that VHS looks at: a `<video>` has it, and so has a deck in its place. */
export interface TechMedia
  extends
    EventTarget,
    Pick<
      HTMLVideoElement,
      | 'src'
      | 'currentTime'
      | 'buffered'
      | 'paused'
      | 'seeking'
      | 'ended'
      | 'readyState'
      | 'playbackRate'
      | 'getVideoPlaybackQuality'
    > {
  /** MediaError's. */
  readonly error: { readonly code: number; readonly message: string } | null;
}

/**
 * What VHS drives in place of a video.js player's tech. video.js's stock one clones the media element or takes it out of the
 * document when it ends; this one only reads it, seeks it and gives it its source.
 */
export class EngineTech extends videojs.getComponent('Tech') {
  /** Set by whoever starts VHS on this tech. */
  vhs: VhsHandler | undefined;
  /** Decides, once, about the position VHS sets next, seconds. */
  begin: ((position: number) => number) | undefined;
  readonly #media: TechMedia;
  readonly #element: HTMLElement;
  readonly #listening = new AbortController();
  /** Until the first picture VHS must load whether or not the viewer has pressed play: a paused player shows one too. */
  #primed = false;

  /** @param element the one whose size the choice of renditions goes by */
  constructor(media: TechMedia, element: HTMLElement, playerId: string) {
    super({ playerId, createEl: false });
    this.#media = media;
    this.#element = element;
    // VHS forbids remote playback on it where the browser's MediaSource demands that (ManagedMediaSource).
    this.el_ = element;
    const options = { signal: this.#listening.signal };
    for (const type of forwarded) media.addEventListener(type, () => this.trigger(type), options);
    media.addEventListener('loadeddata', () => (this.#primed = true), options);
    this.triggerReady();
  }

  override dispose(): void {
    this.#listening.abort();
    this.el_ = null;
    super.dispose();
  }

  el(): HTMLElement {
    return this.#element;
  }

  src(url: string): void {
    this.#media.src = url;
  }

  currentTime(): number {
    return this.#media.currentTime;
  }

  setCurrentTime(seconds: number): void {
    const { begin } = this;
    this.begin = undefined;
    this.#media.currentTime = begin === undefined ? seconds : begin(seconds);
  }

  duration(): number {
    return this.vhs?.duration() ?? NaN;
  }

  seekable(): TimeRanges {
    return this.vhs?.seekable() ?? videojs.createTimeRanges();
  }

  buffered(): TimeRanges {
    return this.#media.buffered;
  }

  paused(): boolean {
    return this.#primed && this.#media.paused;
  }

  seeking(): boolean {
    return this.#media.seeking;
  }

  scrubbing(): boolean {
    return false;
  }

  ended(): boolean {
    return this.#media.ended;
  }

  error(): TechMedia['error'] {
    return this.#media.error;
  }

  readyState(): number {
    return this.#media.readyState;
  }

  playbackRate(): number {
    return this.#media.playbackRate;
  }

  preload(): string {
    return 'auto';
  }

  /** Starting and stopping belong to the page; VHS would start by itself at the source's opening. */
  autoplay(): boolean {
    return false;
  }

  getVideoPlaybackQuality(): VideoPlaybackQuality {
    return this.#media.getVideoPlaybackQuality();
  }

  /** video.js would fetch a WebVTT parser from its own CDN. */
  addWebVttScript_(): void {
    this.trigger('vttjserror');
  }

  /** Cues of VHS's own tracks are read as data, when they are added; nothing needs to know which one is on now. */
  requestVideoFrameCallback(): number {
    return 0;
  }

  cancelVideoFrameCallback(): void {}
}

// No stand-ins for what elements do themselves. Text tracks count as native so that video.js fetches no parser for them.
Object.assign(EngineTech.prototype, {
  featuresProgressEvents: true,
  featuresTimeupdateEvents: true,
  featuresNativeTextTracks: true,
});
