import { abortError, timeRanges, watch } from '../../base/index.js';
import type { Environment, ReadonlySignal } from '../../base/index.js';
import { deckTime, spansOf } from '../contract.js';
import type { Deck } from '../contract.js';
import type { MediaSourceFace } from './media-source-face.js';

/** HTML asks for timeupdate at 4 to 66 Hz. */
const timeUpdateMs = 250;
/** A position further from the one last sought is a new seek, seconds. */
const samePosition = 0.001;

/**
 * A deck with a media element's face, as far as engines written for MediaSource look: times in seconds, events. The deck is
 * steered by others too; whatever happens to it is told here.
 */
export class CodecMedia extends EventTarget {
  readonly textTracks = Object.assign(new EventTarget(), { length: 0, onchange: null });
  readonly mediaKeys = null;
  readonly played = timeRanges([]);
  readonly src = '';
  readonly currentSrc = '';
  readonly autoplay = false;
  readonly loop = false;
  readonly muted = false;
  readonly volume = 1;
  readonly preload = 'auto';
  readonly #deck: Deck;
  readonly #environment: Environment;
  readonly #ending = new AbortController();
  #source: MediaSourceFace | undefined;
  #error: { readonly code: number; readonly message: string } | null = null;
  #soughtTo: number | undefined;
  /** The seek under way has been told. */
  #told = false;
  #readyState = 0;
  #cancelTimer = () => {};

  constructor(deck: Deck, environment: Environment) {
    super();
    this.#deck = deck;
    this.#environment = environment;
    this.#follow();
  }

  /** The source that feeds the deck now. */
  attach(source: MediaSourceFace): void {
    this.#source = source;
    this.#error = null;
    source.open();
  }

  /** MediaError's code. */
  fail(code: number, message: string): void {
    if (this.#error !== null) return;
    this.#error = { code, message };
    this.#fire('error');
  }

  close(): void {
    this.#ending.abort(abortError('the media was closed'));
    this.#cancelTimer();
    this.#source?.close();
  }

  get error(): { readonly code: number; readonly message: string } | null {
    return this.#error;
  }

  get currentTime(): number {
    return this.#deck.time / 1000;
  }

  set currentTime(seconds: number) {
    this.#soughtTo = seconds;
    this.#told = false;
    this.#deck.seek(deckTime(seconds * 1000)).catch(() => {
      // Superseded by a newer seek, or the deck has ended: both are told in other ways.
    });
    // Where the deck was seeking already, or is there at once, its state says nothing of this seek.
    if (this.#told) return;
    this.#fire('seeking');
    if (!this.seeking) this.#onSeeking(false);
  }

  get paused(): boolean {
    return this.#deck.paused.peek();
  }

  get seeking(): boolean {
    return this.#deck.seeking.peek();
  }

  get ended(): boolean {
    return this.#deck.ended.peek();
  }

  get readyState(): number {
    return this.#deck.readyState.peek();
  }

  get playbackRate(): number {
    return this.#deck.rate.peek();
  }

  set playbackRate(rate: number) {
    this.#deck.setRate(rate);
  }

  get duration(): number {
    return this.#source?.duration ?? NaN;
  }

  get buffered(): TimeRanges {
    return timeRanges(spansOf(this.#deck.buffered.peek()));
  }

  get seekable(): TimeRanges {
    const { duration } = this;
    if (Number.isFinite(duration)) return timeRanges([{ start: 0, end: duration }]);
    const live = this.#source?.liveSeekable;
    return live === undefined ? this.buffered : timeRanges([live]);
  }

  async play(): Promise<void> {
    this.#deck.play();
  }

  pause(): void {
    this.#deck.pause();
  }

  load(): void {}

  removeAttribute(): void {}

  querySelector(): null {
    return null;
  }

  querySelectorAll(): readonly never[] {
    return [];
  }

  getVideoPlaybackQuality(): VideoPlaybackQuality {
    const { framesDecoded, framesDropped, samplesLost } = this.#deck.stats();
    return {
      creationTime: this.#environment.monotonic(),
      totalVideoFrames: framesDecoded,
      droppedVideoFrames: framesDropped,
      corruptedVideoFrames: samplesLost,
    };
  }

  #follow(): void {
    const deck = this.#deck;
    this.#onChange(deck.paused, (paused) => {
      this.#fire(paused ? 'pause' : 'play');
      if (!paused && !deck.starving.peek()) this.#fire('playing');
    });
    this.#onChange(deck.starving, (starving) => {
      if (starving) this.#fire('waiting');
      else if (!deck.paused.peek()) this.#fire('playing');
    });
    this.#onChange(deck.seeking, (seeking) => this.#onSeeking(seeking));
    this.#onChange(deck.rate, () => this.#fire('ratechange'));
    this.#onChange(deck.ended, (ended) => {
      if (ended) this.#fire('ended');
    });
    this.#onChange(deck.buffered, () => this.#fire('progress'));
    watch(deck.readyState, this.#ending.signal, (state) => this.#onReadyState(state));
    this.#tick();
  }

  #onChange<T>(source: ReadonlySignal<T>, told: (value: T) => void): void {
    let first = true;
    watch(source, this.#ending.signal, (value) => {
      if (!first) told(value);
      first = false;
    });
  }

  #onSeeking(seeking: boolean): void {
    if (!seeking) {
      this.#soughtTo = undefined;
      this.#fire('timeupdate');
      this.#fire('seeked');
      return;
    }
    this.#told = true;
    // Undefined where the seek came from the page.
    this.#soughtTo ??= this.currentTime;
    this.#fire('seeking');
  }

  #onReadyState(state: number): void {
    const before = this.#readyState;
    this.#readyState = state;
    for (const [reached, type] of milestones) if (before < reached && state >= reached) this.#fire(type);
  }

  #tick(): void {
    this.#cancelTimer = this.#environment.setTimer(() => this.#tick(), timeUpdateMs);
    const { currentTime } = this;
    // A second seek during a first changes no state of the deck, but where it is.
    if (this.seeking && Math.abs(currentTime - (this.#soughtTo ?? currentTime)) > samePosition) {
      this.#soughtTo = currentTime;
      this.#fire('seeking');
    }
    if (!this.paused) this.#fire('timeupdate');
  }

  #fire(type: string): void {
    this.dispatchEvent(new Event(type));
  }
}

/** readyState's steps and the events that tell of them (HTML, 4.8.11.7). */
const milestones = [
  [1, 'loadedmetadata'],
  [2, 'loadeddata'],
  [3, 'canplay'],
  [4, 'canplaythrough'],
] as const;
