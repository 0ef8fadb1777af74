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

/**
 * What VHS sees of the page's own <video>. video.js's stock tech for media elements clones the element or takes it out of the
 * document when it ends; this one only reads it, seeks it and gives it its source.
 */
export class ElementTech extends videojs.getComponent('Tech') {
  /** Set by whoever starts VHS on this tech. */
  vhs: VhsHandler | undefined;
  /** Decides, once, about the position VHS sets next, seconds. */
  begin: ((position: number) => number) | undefined;
  readonly #video: HTMLVideoElement;
  readonly #listening = new AbortController();
  /** Until the first picture VHS must load whether or not the viewer has pressed play: a paused player shows one too. */
  #primed = false;

  constructor(video: HTMLVideoElement, playerId: string) {
    super({ playerId, createEl: false });
    this.#video = video;
    // VHS forbids remote playback on it where the browser's MediaSource demands that (ManagedMediaSource).
    this.el_ = video;
    const options = { signal: this.#listening.signal };
    for (const type of forwarded) video.addEventListener(type, () => this.trigger(type), options);
    video.addEventListener('loadeddata', () => (this.#primed = true), options);
    this.triggerReady();
  }

  override dispose(): void {
    this.#listening.abort();
    this.el_ = null;
    super.dispose();
  }

  /** The element whose size the choice of renditions goes by. */
  el(): HTMLVideoElement {
    return this.#video;
  }

  src(url: string): void {
    this.#video.src = url;
  }

  currentTime(): number {
    return this.#video.currentTime;
  }

  setCurrentTime(seconds: number): void {
    const { begin } = this;
    this.begin = undefined;
    this.#video.currentTime = begin === undefined ? seconds : begin(seconds);
  }

  duration(): number {
    return this.vhs?.duration() ?? NaN;
  }

  seekable(): TimeRanges {
    return this.vhs?.seekable() ?? videojs.createTimeRanges();
  }

  buffered(): TimeRanges {
    return this.#video.buffered;
  }

  paused(): boolean {
    return this.#primed && this.#video.paused;
  }

  seeking(): boolean {
    return this.#video.seeking;
  }

  scrubbing(): boolean {
    return false;
  }

  ended(): boolean {
    return this.#video.ended;
  }

  error(): MediaError | null {
    return this.#video.error;
  }

  readyState(): number {
    return this.#video.readyState;
  }

  playbackRate(): number {
    return this.#video.playbackRate;
  }

  preload(): string {
    return 'auto';
  }

  /** Starting and stopping belong to the page; VHS would start by itself at the source's opening. */
  autoplay(): boolean {
    return false;
  }

  getVideoPlaybackQuality(): VideoPlaybackQuality {
    return this.#video.getVideoPlaybackQuality();
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
Object.assign(ElementTech.prototype, {
  featuresProgressEvents: true,
  featuresTimeupdateEvents: true,
  featuresNativeTextTracks: true,
});
