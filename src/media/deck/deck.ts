import { batch } from '../../base/index.js';
import type { Logger, OlympicPlayerError, ReadonlySignal } from '../../base/index.js';
import { Clock } from '../clock/index.js';
import { deckTime } from '../contract.js';
import type {
  Deck,
  DeckFrame,
  DeckRange,
  DeckStats,
  DeckTime,
  Presenter,
  ReadyState,
  Sample,
  SampleReader,
  SampleSink,
  Sound,
  SoundSettings,
} from '../contract.js';
import type { MediaEnvironment } from '../environment.js';
import { FrameLedger, Supply, bridgeMs, sameInstant } from '../video/index.js';
import type { Picture } from '../video/index.js';
import { PictureReader } from '../present/index.js';
import type { ScreenCanvas } from '../present/index.js';
import { SampleStore, sameRanges } from '../window/index.js';
import type { Budget } from '../window/index.js';
import { Gallery } from './gallery.js';
import { measuredSink } from './measured-sink.js';
import { Motion } from './motion.js';
import { Pulse } from './pulse.js';
import { readyStateOf } from './ready-state.js';
import { FrameRequest } from './request.js';
import { Reverse } from './reverse.js';
import { Screen } from './screen.js';
import { spotAt } from './spot.js';
import { DeckState } from './state.js';

const fastest = 4;
const fastestBack = -1;
/** Rates at which sound is played (the sound room plays none outside). */
const slowestHeard = 0.25;

export interface DeckOptions {
  readonly environment: MediaEnvironment;
  readonly createPresenter: (canvas: ScreenCanvas) => Presenter;
  /** Given the audio window. */
  readonly createSound: (reader: SampleReader) => Sound;
  readonly log: Logger;
  readonly budget?: Budget;
}

/** Makes a deck: samples in at its sink, pictures out on the screen attached to it, on one clock with its sound. */
export function createDeck(options: DeckOptions): Deck {
  return new SampleDeck(options);
}

class SampleDeck implements Deck {
  readonly sink: SampleSink;
  duration = NaN;
  readonly #environment: MediaEnvironment;
  readonly #state = new DeckState();
  readonly #clock = new Clock();
  readonly #ledger = new FrameLedger();
  readonly #store: SampleStore;
  readonly #supply: Supply;
  readonly #reverse: Reverse;
  readonly #screen: Screen;
  readonly #gallery: Gallery;
  readonly #motion: Motion;
  readonly #sound: Sound;
  readonly #pulse: Pulse;
  readonly #work = { read: 0 };
  #request: FrameRequest | undefined;
  #visible = true;
  #closed = false;
  #speaker = false;
  /** When the latest repaint was announced, `monotonic()` ms. */
  #repaint = 0;
  readonly #pictures = new PictureReader(Infinity);
  #presented = 0;
  #generation = 0;

  readonly paused: ReadonlySignal<boolean> = this.#state.paused;
  readonly seeking: ReadonlySignal<boolean> = this.#state.seeking;
  readonly starving: ReadonlySignal<boolean> = this.#state.starving;
  readonly ended: ReadonlySignal<boolean> = this.#state.ended;
  readonly audible: ReadonlySignal<boolean> = this.#state.audible;
  readonly rate: ReadonlySignal<number> = this.#state.rate;
  readonly readyState: ReadonlySignal<ReadyState> = this.#state.readyState;
  readonly buffered: ReadonlySignal<readonly DeckRange[]> = this.#state.buffered;
  readonly frame: ReadonlySignal<DeckFrame | undefined> = this.#state.frame;
  readonly failure: ReadonlySignal<OlympicPlayerError | undefined> = this.#state.failure;

  constructor({ environment, createPresenter, createSound, log, budget }: DeckOptions) {
    this.#environment = environment;
    this.#pulse = new Pulse(environment, (now) => this.#beat(now));
    const changed = () => this.#pulse.wake();
    this.#store = new SampleStore({
      ...(budget === undefined ? {} : { budget }),
      playhead: () => this.#request?.time ?? this.time,
      changed: () => this.#stored(),
    });
    this.sink = measuredSink(this.#store, environment, this.#work);
    const window = this.#store.video;
    this.#supply = new Supply({
      window,
      environment,
      log,
      ledger: this.#ledger,
      ended: () => this.#store.ended,
      changed,
      failed: (error) => this.#fail(error),
    });
    this.#reverse = new Reverse({ supply: this.#supply, window, ledger: this.#ledger, changed });
    this.#screen = new Screen({
      createPresenter,
      config: ({ sample }) => window.config(sample.config),
      painted: (picture) => this.#painted(picture),
      changed,
    });
    this.#gallery = new Gallery(this.#store, this.#supply, this.#screen);
    this.#sound = createSound(this.#store.audio);
    this.#motion = new Motion({
      store: this.#store,
      supply: this.#supply,
      reverse: this.#reverse,
      screen: this.#screen,
      gallery: this.#gallery,
      clock: this.#clock,
      sound: this.#sound,
      state: this.#state,
      watched: () => this.#watched,
      listened: () => this.audible.peek() && this.#speaker && this.#clock.rate >= slowestHeard,
      discontinuity: () => this.#generation++,
    });
  }

  get time(): DeckTime {
    return this.#clock.time(this.#now);
  }

  play(): void {
    if (this.#closed) return;
    this.#state.paused.value = false;
    this.#pulse.wake();
  }

  pause(): void {
    this.#state.paused.value = true;
    this.#motion.halt(this.#now, false);
    this.#pulse.wake();
  }

  setRate(rate: number): void {
    const wanted = Number.isFinite(rate) ? Math.min(fastest, Math.max(fastestBack, rate)) : 1;
    const before = this.#state.rate.peek();
    if (wanted === before || this.#closed) return;
    if (wanted < 0 !== before < 0) this.#reverse.clear();
    this.#clock.setRate(wanted, this.#now);
    if (wanted === 0) this.#motion.halt(this.#now, false);
    else this.#motion.steer(this.#now);
    batch(() => {
      this.#state.rate.value = wanted;
      if (wanted < 0) this.#state.ended.value = false;
    });
    this.#pulse.wake();
  }

  seek(time: DeckTime): Promise<DeckFrame> {
    return this.#ask(deckTime(Number.isFinite(time) ? time : 0));
  }

  step(pictures: number): Promise<DeckFrame> {
    this.pause();
    const from = this.#request?.time ?? this.#screen.current?.sample.time ?? this.time;
    return this.#ask(this.#gallery.stepped(from, pictures)?.time ?? from);
  }

  setSound(settings: SoundSettings): void {
    this.#state.audible.value = !settings.muted && settings.volume > 0;
    this.#sound.set(settings);
    this.#pulse.wake();
  }

  setVisible(visible: boolean): void {
    if (visible === this.#visible) return;
    this.#visible = visible;
    this.#watchedChanged();
  }

  attachScreen(canvas: ScreenCanvas | undefined): void {
    if (this.#closed) return;
    this.#screen.attach(canvas);
    this.#watchedChanged();
  }

  attachSpeaker(port: MessagePort, sampleRate: number, latencyMs: number): void {
    this.#speaker = true;
    this.#sound.attach(port, sampleRate, latencyMs);
    this.#motion.steer(this.#now);
  }

  stats(): DeckStats {
    const { decoded, dropped, rebuilds, feeding } = this.#supply.counts;
    const { upload, draw } = this.#screen.work;
    return {
      framesDecoded: decoded,
      framesPresented: this.#presented,
      framesDropped: dropped,
      samplesLost: this.#supply.lost,
      decoderRebuilds: rebuilds,
      bufferedBytes: this.#store.bytes,
      framesHeld: this.#ledger.open,
      decoder: this.#supply.decoder,
      upload: this.#screen.upload,
      work: { read: this.#work.read, decode: feeding, upload, draw },
    };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#motion.halt(this.#now, false);
    this.#pulse.close();
    this.#request?.supersede('the deck was closed');
    this.#request = undefined;
    this.#reverse.clear();
    this.#supply.close();
    this.#store.close();
    this.#screen.close();
    this.#sound.close();
  }

  get #now(): number {
    return this.#environment.monotonic();
  }

  /** Somebody sees pictures, so they are decoded without being asked for one by one. */
  get #watched(): boolean {
    return this.#visible && this.#screen.attached;
  }

  #watchedChanged(): void {
    this.#pulse.seen = this.#watched;
    if (!this.#watched) this.#dropPictures();
    this.#pulse.wake();
  }

  #dropPictures(): void {
    this.#reverse.clear();
    this.#supply.release();
  }

  #stored(): void {
    const { playable, ended } = this.#store;
    batch(() => {
      if (!sameRanges(playable, this.#state.buffered.peek())) this.#state.buffered.value = playable;
      if (!ended) this.#state.ended.value = false;
    });
    // What was waited for may have come: the decoder gets it now, not at the next repaint.
    if (this.#request !== undefined) this.#prepare(this.#request);
    this.#supply.pump();
    this.#pulse.wake();
  }

  #ask(time: DeckTime): Promise<DeckFrame> {
    const request = new FrameRequest(time);
    if (this.#closed) request.supersede('the deck is closed');
    const failure = this.#state.failure.peek();
    if (failure !== undefined) request.fail(failure);
    if (this.#closed || failure !== undefined) return request.promise;
    this.#request?.supersede('superseded by a newer seek');
    this.#request = request;
    this.#generation++;
    this.#reverse.clear();
    this.#motion.halt(this.#now, false);
    this.#clock.set(time, this.#now);
    this.#motion.steer(this.#now);
    batch(() => {
      this.#state.seeking.value = true;
      this.#state.ended.value = false;
    });
    const beyond = this.#gallery.beyondHole(time);
    if (beyond !== undefined) request.hold(beyond, this.#environment, () => this.#pulse.wake());
    this.#prepare(request);
    this.#pulse.wake();
    return request.promise;
  }

  /** The picture that answers a request, if it is there. */
  #asked({ time, beyond }: FrameRequest): Sample | undefined {
    const sample = this.#gallery.asked(time);
    return sample === undefined || sample === beyond ? undefined : sample;
  }

  #beat(now: number): void {
    this.#repaint = now;
    batch(() => {
      if (this.#screen.stale) this.#screen.refresh();
      if (this.#request === undefined) this.#motion.advance(now);
      else this.#serve(this.#request);
      this.#setReadyState();
    });
    if (this.#state.wantsToMove && !this.#state.ended.peek()) this.#pulse.later();
  }

  /** Has the picture that was asked for decoded. */
  #prepare(request: FrameRequest): void {
    const sample = this.#asked(request);
    if (sample === undefined || this.#supply.find(sample) !== undefined) return;
    if (!this.#gallery.shows(sample)) this.#supply.aim(sample);
  }

  /** Shows the picture that was asked for, if it is there. */
  #serve(request: FrameRequest): void {
    if (!this.#store.configured('video')) {
      const { audio, ended } = this.#store;
      const heard = this.#store.configured('audio') && spotAt(audio, request.time, ended).kind !== 'nothing';
      if (heard) this.#answer(request, this.#soundFrame(request.time));
      return;
    }
    const sample = this.#asked(request);
    if (sample === undefined) return;
    const spot = this.#gallery.spot(request.time);
    if (spot.kind === 'over') {
      request.time = spot.to;
      this.#clock.set(spot.to, this.#now);
    }
    if (this.#screen.current?.sample === sample) this.#screen.refresh();
    else this.#gallery.show(sample);
  }

  #painted({ sample, frame, generation }: Picture): void {
    this.#presented++;
    const shown: DeckFrame = {
      time: sample.time,
      eventTime: sample.eventTime,
      duration: sample.duration,
      rendition: sample.rendition,
      generation: this.#generation + generation,
      presented: this.#presented,
      displayedAt: this.#environment.timeOrigin + (this.#watched ? this.#repaint : this.#now),
      ...this.#sizeOf(frame, sample),
    };
    batch(() => {
      this.#state.frame.value = shown;
      const request = this.#request;
      const answer = request === undefined ? undefined : this.#asked(request);
      if (request !== undefined && answer !== undefined && sameInstant(answer, sample))
        this.#answer(request, shown);
    });
  }

  /** As the viewer sees it: upright, its pixels square. */
  #sizeOf(frame: VideoFrame, { config }: Sample): { width: number; height: number } {
    const known = this.#store.video.config(config);
    const placement = known.kind === 'video' ? this.#pictures.read(frame, known)?.placement : undefined;
    return {
      width: placement?.width ?? frame.displayWidth,
      height: placement?.height ?? frame.displayHeight,
    };
  }

  #answer(request: FrameRequest, frame: DeckFrame): void {
    this.#request = undefined;
    this.#state.seeking.value = false;
    if (!this.#watched) this.#dropPictures();
    request.shown(frame);
    this.#pulse.wake();
  }

  /** Where there is no picture to show, a seek is over when the sound is there. */
  #soundFrame(time: DeckTime): DeckFrame {
    const sample = this.#store.audio.at(time);
    return {
      time,
      eventTime: sample?.eventTime,
      duration: sample?.duration ?? 0,
      rendition: sample?.rendition ?? '',
      generation: this.#generation,
      presented: this.#presented,
      displayedAt: this.#environment.timeOrigin + this.#now,
      width: 0,
      height: 0,
    };
  }

  #setReadyState(): void {
    const { time } = this;
    const picture = this.#store.configured('video');
    const shown =
      picture && this.#watched
        ? this.#screen.current !== undefined
        : spotAt(picture ? this.#store.video : this.#store.audio, time, this.#store.ended).kind !== 'nothing';
    this.#state.readyState.value = readyStateOf({
      configured: picture || this.#store.configured('audio'),
      shown: shown && this.#request === undefined,
      time,
      playable: this.#store.playable,
      step: this.#store.video.at(time)?.duration ?? 0,
      ended: this.#store.ended,
      bridge: bridgeMs,
    });
  }

  #fail(error: OlympicPlayerError): void {
    this.#motion.halt(this.#now, false);
    batch(() => {
      this.#state.failure.value = error;
      this.#state.seeking.value = false;
    });
    this.#request?.fail(error);
    this.#request = undefined;
  }
}
