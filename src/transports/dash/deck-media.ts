import { abortError, watch } from '../../base/index.js';
import type { DeckHandle, RemoteMediaSource } from '../../media/index.js';
import type { TechMedia } from './engine-tech.js';

/** What the deck's handle says in a media element's own words. */
const passedOn = ['seeking', 'seeked', 'waiting', 'playing', 'ended'] as const;

/** readyState's steps and the events that tell of them (HTML, 4.8.11.7). */
const milestones = [
  [1, 'loadedmetadata'],
  [2, 'loadeddata'],
  [3, 'canplay'],
  [4, 'canplaythrough'],
] as const;

/** What is needed of its MediaSource. */
type Source = Pick<RemoteMediaSource, 'open' | 'buffered'>;

/** A deck as VHS sees it: a media element that plays what is appended elsewhere. */
export class DeckMedia extends EventTarget implements TechMedia {
  readonly #deck: DeckHandle;
  readonly #source: () => Source | undefined;
  readonly #closing = new AbortController();
  #src = '';
  #error: TechMedia['error'] = null;

  /** @param source the one that plays, once VHS has asked for it */
  constructor(deck: DeckHandle, source: () => Source | undefined) {
    super();
    this.#deck = deck;
    this.#source = source;
    const { signal } = this.#closing;
    for (const type of passedOn) deck.addEventListener(type, () => this.#fire(type), { signal });
    let { paused, rate, readyState } = deck.view.peek();
    watch(deck.view, signal, (view) => {
      const before = { paused, rate, readyState };
      ({ paused, rate, readyState } = view);
      if (paused !== before.paused) this.#fire(paused ? 'pause' : 'play');
      if (rate !== before.rate) this.#fire('ratechange');
      for (const [step, type] of milestones)
        if (before.readyState < step && readyState >= step) this.#fire(type);
    });
  }

  get src(): string {
    return this.#src;
  }

  set src(url: string) {
    this.#src = url;
    this.#source()?.open();
    this.#fire('loadstart');
  }

  get currentTime(): number {
    return this.#deck.currentTime;
  }

  set currentTime(seconds: number) {
    this.#deck.currentTime = seconds;
  }

  /**
   * Of the source: the deck tells of it later than the source's buffers do, and VHS, which compares the two, would take what a seek
   * has emptied for what lies beyond a hole, and leave the place that was sought.
   */
  get buffered(): TimeRanges {
    return this.#source()?.buffered ?? this.#deck.buffered;
  }

  get paused(): boolean {
    return this.#deck.paused;
  }

  get seeking(): boolean {
    return this.#deck.seeking;
  }

  get ended(): boolean {
    return this.#deck.ended;
  }

  get readyState(): number {
    return this.#deck.readyState;
  }

  get playbackRate(): number {
    return this.#deck.playbackRate;
  }

  get error(): TechMedia['error'] {
    return this.#error;
  }

  getVideoPlaybackQuality(): VideoPlaybackQuality {
    return this.#deck.getVideoPlaybackQuality();
  }

  /** It cannot go on. @param code MediaError's */
  fail(code: number, message: string): void {
    if (this.#error !== null) return;
    this.#error = { code, message };
    this.#fire('error');
  }

  close(): void {
    this.#closing.abort(abortError('the feed was closed'));
  }

  #fire(type: string): void {
    this.dispatchEvent(new Event(type));
  }
}
