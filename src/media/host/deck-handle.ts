import {
  Link,
  abortError,
  isAbortError,
  plainError,
  revivedError,
  signal,
  timeRanges,
  toPlayerError,
  when,
  MEDIA_ERR_DECODE,
} from '../../base/index.js';
import type {
  Environment,
  Logger,
  OlympicPlayerError,
  PlainError,
  ReadonlySignal,
} from '../../base/index.js';
import { deckTime, spansOf } from '../contract.js';
import type { DeckFrame, DeckRange, DeckStats } from '../contract.js';
import type { DeckAnswers, DeckNotices, DeckView } from '../protocol.js';
import type { SoundOutlet } from './outlet.js';
import { screenFor } from './page-screen.js';
import type { PictureMetadata, PlayedMedia } from './played-media.js';
import { playedRanges } from './played-ranges.js';

/** Before the deck has said anything. */
const blank: DeckView = {
  paused: true,
  seeking: false,
  starving: false,
  ended: false,
  rate: 1,
  readyState: 0,
  buffered: [],
  duration: NaN,
  clock: { time: deckTime(0), at: 0, moving: false },
  frame: undefined,
};

export interface DeckHandleOptions {
  readonly outlet: SoundOutlet;
  readonly environment: Environment;
  readonly log: Logger;
  /** Of the page; tests have their own. */
  readonly timeOrigin?: number;
  readonly onClose?: () => void;
}

/**
 * The page's end of a deck: a media element's face, from what the worker tells. State is as of the deck's last word; time
 * is carried on from there.
 */
export class DeckHandle extends EventTarget implements PlayedMedia {
  readonly #link: Link<DeckNotices, DeckAnswers>;
  readonly #environment: Environment;
  readonly #log: Logger;
  readonly #timeOrigin: number;
  readonly #outlet: SoundOutlet;
  readonly #onClose: () => void;
  readonly #view = signal<DeckView>(blank);
  readonly #frame = signal<DeckFrame | undefined>(undefined);
  readonly #failure = signal<OlympicPlayerError | undefined>(undefined);
  readonly #callbacks = new Map<number, (now: number, metadata: PictureMetadata) => void>();
  #nextCallback = 1;
  /** What the page has said and the deck not yet confirmed. */
  #wantsPause = true;
  #rate = 1;
  #muted = false;
  #volume = 1;
  #sought: { readonly to: number } | undefined;
  #played: readonly DeckRange[] = [];
  #hasScreen = false;
  #screen = new AbortController();
  #outletOpen = false;
  readonly #ends = new AbortController();

  constructor(
    port: MessagePort,
    { outlet, environment, log, timeOrigin = performance.timeOrigin, onClose = () => {} }: DeckHandleOptions,
  ) {
    super();
    this.#onClose = onClose;
    this.#environment = environment;
    this.#log = log;
    this.#timeOrigin = timeOrigin;
    this.#outlet = outlet;
    this.#link = new Link<DeckNotices, DeckAnswers>(port, {
      view: (change) => this.#onView(change),
      frame: (frame) => this.#onFrame(frame),
      failed: (error) => this.fail(error),
    });
  }

  /** What the deck last said. */
  get view(): ReadonlySignal<DeckView> {
    return this.#view;
  }

  get frame(): ReadonlySignal<DeckFrame | undefined> {
    return this.#frame;
  }

  get failure(): ReadonlySignal<OlympicPlayerError | undefined> {
    return this.#failure;
  }

  get hasScreen(): boolean {
    return this.#hasScreen;
  }

  /** Gives the deck a canvas that has never had a context; its picture goes there from now on. */
  attachScreen(canvas: HTMLCanvasElement): void {
    this.#hasScreen = true;
    this.#screen.abort();
    this.#screen = new AbortController();
    const { signal } = this.#screen;
    const failed = (error: unknown) => this.fail(plainError(error));
    const screen = screenFor(canvas, { environment: this.#environment, log: this.#log, signal, failed });
    this.#link.tell('attachScreen', [screen], [screen]);
  }

  setVisible(visible: boolean): void {
    this.#link.tell('setVisible', [visible]);
  }

  stats(): Promise<DeckStats> {
    return this.#link.call('stats', []);
  }

  /** Pauses and goes on or back by pictures; resolves with the one on screen. */
  step(pictures: number): Promise<DeckFrame> {
    this.#wantsPause = true;
    return this.#link.call('step', [pictures]);
  }

  /** Goes to the exact picture at a deck time, ms; resolves when it is on screen. */
  async seek(time: number): Promise<DeckFrame> {
    const sought = { to: time };
    this.#sought = sought;
    const seeking = this.#link.call('seek', [deckTime(time)]);
    this.dispatchEvent(new Event('seeking'));
    try {
      return await seeking;
    } catch (error) {
      if (this.#sought !== sought || this.#closed || !isAbortError(error)) throw error;
      // Superseded in the worker, where a feed may have to go around what it lacks: over when that is.
      await when(this.#view, (view) => !view.seeking, this.#ends.signal);
      // Answered after the deck has told of the picture that ended it.
      await this.stats();
      const frame = this.#frame.peek();
      if (frame === undefined) throw error;
      return frame;
    } finally {
      if (this.#sought === sought) {
        this.#sought = undefined;
        if (!this.#closed) this.dispatchEvent(new Event('seeked'));
      }
    }
  }

  /** The deck is over for a reason that came from outside it: its worker died. */
  fail(error: PlainError | OlympicPlayerError): void {
    const failure = error instanceof Error ? error : revivedError(error);
    this.#failure.value ??= toPlayerError(failure, {
      reason: 'media/failed',
      code: MEDIA_ERR_DECODE,
      message: `media: decoding failed (${failure.message}).`,
      hint: 'Another way to play the source is tried.',
    });
  }

  close(): void {
    if (this.#closed) return;
    const reason = abortError('the deck was closed');
    this.#ends.abort(reason);
    this.#callbacks.clear();
    this.#link.tell('close', []);
    this.#link.close(reason);
    this.#screen.abort();
    this.#outlet.close();
    this.#onClose();
  }

  // --- HTMLMediaElement's contract ---

  get paused(): boolean {
    return this.#wantsPause;
  }

  get ended(): boolean {
    return this.#view.peek().ended;
  }

  get seeking(): boolean {
    return this.#sought !== undefined || this.#view.peek().seeking;
  }

  get readyState(): number {
    return this.#view.peek().readyState;
  }

  get networkState(): number {
    return HTMLMediaElement.NETWORK_LOADING;
  }

  get duration(): number {
    return this.#view.peek().duration / 1000;
  }

  get currentTime(): number {
    if (this.#sought !== undefined) return this.#sought.to / 1000;
    const { clock, rate } = this.#view.peek();
    const since = clock.moving ? this.#timeOrigin + this.#environment.monotonic() - clock.at : 0;
    return (clock.time + since * rate) / 1000;
  }

  set currentTime(seconds: number) {
    // A seek that is superseded, or whose deck ends, is told by what came instead.
    this.seek(seconds * 1000).catch(() => {});
  }

  get playbackRate(): number {
    return this.#rate;
  }

  set playbackRate(rate: number) {
    this.#rate = rate;
    this.#link.tell('setRate', [rate]);
  }

  get muted(): boolean {
    return this.#muted;
  }

  set muted(muted: boolean) {
    this.#muted = muted;
    this.#tellSound();
  }

  get volume(): number {
    return this.#volume;
  }

  set volume(volume: number) {
    this.#volume = volume;
    this.#tellSound();
  }

  get buffered(): TimeRanges {
    return timeRanges(spansOf(this.#view.peek().buffered));
  }

  get seekable(): TimeRanges {
    return this.buffered;
  }

  get played(): TimeRanges {
    return timeRanges(spansOf(this.#played));
  }

  get videoWidth(): number {
    return this.#frame.peek()?.width ?? 0;
  }

  get videoHeight(): number {
    return this.#frame.peek()?.height ?? 0;
  }

  /** As on `<video>`: rejects with NotAllowedError where sound is wanted and the browser wants a gesture first. */
  async play(): Promise<void> {
    this.#wantsPause = false;
    if (this.#audible) {
      try {
        await this.#outlet.unlock();
      } catch (error) {
        this.#wantsPause = true;
        throw error;
      }
      if (this.paused) throw abortError('paused before it began');
    }
    this.#link.tell('play', []);
  }

  pause(): void {
    this.#wantsPause = true;
    this.#link.tell('pause', []);
  }

  requestVideoFrameCallback(callback: (now: number, metadata: PictureMetadata) => void): number {
    const id = this.#nextCallback++;
    this.#callbacks.set(id, callback);
    return id;
  }

  cancelVideoFrameCallback(id: number): void {
    this.#callbacks.delete(id);
  }

  getVideoPlaybackQuality(): VideoPlaybackQuality {
    return {
      creationTime: this.#environment.monotonic(),
      totalVideoFrames: this.#frame.peek()?.presented ?? 0,
      droppedVideoFrames: 0,
      corruptedVideoFrames: 0,
    };
  }

  get #closed(): boolean {
    return this.#ends.signal.aborted;
  }

  get #audible(): boolean {
    return !this.#muted && this.#volume > 0;
  }

  #tellSound(): void {
    this.#link.tell('setSound', [{ muted: this.#muted, volume: this.#volume }]);
    if (!this.#audible || this.#outletOpen || this.#closed) return;
    this.#outletOpen = true;
    void this.#openOutlet();
  }

  async #openOutlet(): Promise<void> {
    try {
      await this.#outlet.open(({ port, sampleRate, latencyMs }) =>
        this.#link.tell('attachSpeaker', [port, sampleRate, latencyMs], [port]),
      );
    } catch (error) {
      this.#outletOpen = false;
      // Pictures go on without sound; the next unmuting asks again.
      if (!isAbortError(error)) this.dispatchEvent(new CustomEvent('soundfailed', { detail: error }));
    }
  }

  #onView(change: Partial<DeckView>): void {
    const before = this.#view.peek();
    const now = { ...before, ...change };
    this.#view.value = now;
    const changes = [
      [
        'durationchange',
        now.duration !== before.duration && !(Number.isNaN(now.duration) && Number.isNaN(before.duration)),
      ],
      ['waiting', now.starving && !before.starving],
      ['playing', !now.starving && before.starving && !now.paused],
      ['ended', now.ended && !before.ended],
    ] as const;
    for (const [type, happened] of changes) if (happened) this.dispatchEvent(new Event(type));
  }

  #onFrame(frame: DeckFrame): void {
    const before = this.#frame.peek();
    this.#frame.value = frame;
    this.#played = playedRanges(this.#played, before, frame);
    if (before?.width !== frame.width || before.height !== frame.height)
      this.dispatchEvent(new Event('resize'));
    const waiting = [...this.#callbacks.values()];
    this.#callbacks.clear();
    const shownAt = frame.displayedAt - this.#timeOrigin;
    for (const callback of waiting)
      callback(shownAt, {
        mediaTime: frame.time / 1000,
        expectedDisplayTime: shownAt,
        presentationTime: shownAt,
        presentedFrames: frame.presented,
        width: frame.width,
        height: frame.height,
        ...(frame.eventTime === undefined ? {} : { eventTime: frame.eventTime }),
      });
  }
}
