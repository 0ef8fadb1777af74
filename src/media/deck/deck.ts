import { batch, signal } from '../../base/index.js';
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
import { SampleStore, defaultBudget, sameRanges } from '../window/index.js';
import type { Budget } from '../window/index.js';
import { Pulse } from './pulse.js';
import { readyStateOf } from './ready-state.js';
import { FrameRequest } from './request.js';
import { Reverse } from './reverse.js';
import { Screen } from './screen.js';
import type { ScreenCanvas } from './screen.js';
import { endOf, spotAt } from './spot.js';
import type { Spot } from './spot.js';
import { measuredSink } from './measured-sink.js';

/** Milliseconds the picture may lag behind a moving clock while the decoder catches up, before the clock waits for it. */
const lagGraceMs = 100;
/** Milliseconds before the end of the last picture: where the clock stands while it waits for the next one. */
const beforeEnd = 0.1;
/** Holes in a row that are passed over in one repaint. */
const holesAtOnce = 8;
const fastest = 4;
const fastestBack = -1;

export interface DeckOptions {
  readonly environment: MediaEnvironment;
  readonly createPresenter: (canvas: ScreenCanvas) => Presenter;
  readonly createSound: (reader: SampleReader) => Sound;
  readonly log: Logger;
  readonly budget?: Partial<Budget>;
}

/** Makes a deck: samples in at its sink, pictures out on the screen attached to it, on one clock with its sound. */
export function createDeck(options: DeckOptions): Deck {
  return new SampleDeck(options);
}

class SampleDeck implements Deck {
  readonly sink: SampleSink;
  readonly #environment: MediaEnvironment;
  readonly #store: SampleStore;
  readonly #ledger = new FrameLedger();
  readonly #supply: Supply;
  readonly #reverse: Reverse;
  readonly #screen: Screen;
  readonly #sound: Sound;
  readonly #clock = new Clock();
  readonly #pulse: Pulse;
  #request: FrameRequest | undefined;
  #visible = true;
  #closed = false;
  #audible = false;
  #speaker = false;
  #repaint = 0;
  #presented = 0;
  #generation = 0;

  readonly #paused = signal(true);
  readonly #seeking = signal(false);
  readonly #starving = signal(false);
  readonly #ended = signal(false);
  readonly #rate = signal(1);
  readonly #readyState = signal<ReadyState>(0);
  readonly #buffered = signal<readonly DeckRange[]>([]);
  readonly #frame = signal<DeckFrame | undefined>(undefined);
  readonly #failure = signal<OlympicPlayerError | undefined>(undefined);
  readonly paused: ReadonlySignal<boolean> = this.#paused;
  readonly seeking: ReadonlySignal<boolean> = this.#seeking;
  readonly starving: ReadonlySignal<boolean> = this.#starving;
  readonly ended: ReadonlySignal<boolean> = this.#ended;
  readonly rate: ReadonlySignal<number> = this.#rate;
  readonly readyState: ReadonlySignal<ReadyState> = this.#readyState;
  readonly buffered: ReadonlySignal<readonly DeckRange[]> = this.#buffered;
  readonly frame: ReadonlySignal<DeckFrame | undefined> = this.#frame;
  readonly failure: ReadonlySignal<OlympicPlayerError | undefined> = this.#failure;
  readonly #work = { read: 0 };
  duration = NaN;

  constructor({ environment, createPresenter, createSound, log, budget }: DeckOptions) {
    this.#environment = environment;
    this.#store = new SampleStore({
      budget: { ...defaultBudget, ...budget },
      playhead: () => this.#request?.time ?? this.time,
      changed: () => this.#stored(),
    });
    this.sink = measuredSink(this.#store, environment, this.#work);
    const { video: window } = this.#store;
    const changed = () => this.#pulse.wake();
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
      config: ({ sample }) => {
        const config = window.config(sample.config);
        return config.kind === 'video' ? config : { kind: 'video', codec: '' };
      },
      painted: (picture) => this.#painted(picture),
      changed,
    });
    this.#pulse = new Pulse(environment, (now) => this.#beat(now));
    this.#sound = createSound(this.#store.audio);
  }

  get time(): DeckTime {
    return this.#clock.time(this.#now);
  }

  play(): void {
    if (this.#closed) return;
    this.#paused.value = false;
    this.#pulse.wake();
  }

  pause(): void {
    this.#paused.value = true;
    this.#halt(this.#now, false);
    this.#pulse.wake();
  }

  setRate(rate: number): void {
    const wanted = Number.isFinite(rate) ? Math.min(fastest, Math.max(fastestBack, rate)) : 1;
    if (wanted === this.#rate.value || this.#closed) return;
    if (wanted < 0 !== this.#rate.value < 0) this.#reverse.clear();
    if (wanted < 0 && this.#ended.value) this.#ended.value = false;
    this.#rate.value = wanted;
    this.#clock.setRate(wanted, this.#now);
    this.#steer();
    this.#pulse.wake();
  }

  seek(time: DeckTime): Promise<DeckFrame> {
    return this.#ask(deckTime(Number.isFinite(time) ? time : 0));
  }

  step(pictures: number): Promise<DeckFrame> {
    this.pause();
    const { video } = this.#store;
    const from = this.#request?.time ?? this.#screen.current?.sample.time ?? this.time;
    let sample = video.at(from) ?? video.before(from);
    for (let left = Math.abs(Math.trunc(pictures)); left > 0 && sample !== undefined;) {
      const next: Sample | undefined = pictures > 0 ? video.shownAfter(sample) : video.shownBefore(sample);
      if (next === undefined) break;
      sample = next;
      if (!this.#supply.isLost(next)) left--;
    }
    return this.#ask(sample?.time ?? from);
  }

  setSound(settings: SoundSettings): void {
    this.#audible = !settings.muted && settings.volume > 0;
    this.#sound.set(settings);
    this.#pulse.wake();
  }

  setVisible(visible: boolean): void {
    if (visible === this.#visible) return;
    this.#visible = visible;
    this.#pulse.seen = this.#watched;
    if (!visible) this.#dropPictures();
    this.#pulse.wake();
  }

  attachScreen(canvas: ScreenCanvas | undefined): void {
    if (this.#closed) return;
    this.#screen.attach(canvas);
    this.#pulse.seen = this.#watched;
    if (canvas === undefined) this.#dropPictures();
    this.#pulse.wake();
  }

  attachSpeaker(port: MessagePort, sampleRate: number, latencyMs: number): void {
    this.#speaker = true;
    this.#sound.attach(port, sampleRate, latencyMs);
    this.#steer();
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
      decoder:
        this.#supply.acceleration === undefined ? undefined : `webcodecs (${this.#supply.acceleration})`,
      upload: this.#screen.upload,
      work: { read: this.#work.read, decode: feeding, upload, draw },
    };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#halt(this.#now, false);
    this.#pulse.close();
    this.#request?.supersede('the deck was closed');
    this.#request = undefined;
    this.#reverse.clear();
    this.#supply.close();
    this.#screen.close();
    this.#sound.close();
  }

  get #now(): number {
    return this.#environment.monotonic();
  }

  /** Whether pictures are decoded without being asked for one by one. */
  get #watched(): boolean {
    return this.#visible && this.#screen.attached;
  }

  get #wantsToMove(): boolean {
    return !this.#paused.value && this.#rate.value !== 0 && this.#failure.value === undefined;
  }

  #stored(): void {
    const { playable, ended } = this.#store;
    batch(() => {
      if (!sameRanges(playable, this.#buffered.value)) this.#buffered.value = playable;
      if (!ended) this.#ended.value = false;
    });
    this.#pulse.wake();
  }

  #ask(time: DeckTime): Promise<DeckFrame> {
    const request = new FrameRequest(time);
    if (this.#closed) request.supersede('the deck is closed');
    else if (this.#failure.value !== undefined) request.fail(this.#failure.value);
    else {
      this.#request?.supersede('superseded by a newer seek');
      this.#request = request;
      this.#generation++;
      this.#reverse.clear();
      this.#clock.set(time, this.#now);
      this.#halt(this.#now, false);
      batch(() => {
        this.#seeking.value = true;
        this.#ended.value = false;
      });
      this.#pulse.wake();
    }
    return request.promise;
  }

  #beat(now: number): void {
    this.#repaint = now;
    if (this.#clock.moving) this.#clock.follow(this.#sound.heard(now), now);
    batch(() => {
      if (this.#screen.stale && !this.#screen.busy) this.#screen.refresh();
      if (this.#request !== undefined) this.#serve(this.#request);
      else if (!this.#wantsToMove) this.#reconcile();
      else if (this.#rate.value > 0) this.#goForward(now);
      else this.#goBack(now);
      this.#setReadyState();
    });
    if (this.#wantsToMove && !this.#ended.value) this.#pulse.later();
  }

  /** Goes for the picture that was asked for. */
  #serve(request: FrameRequest): void {
    const { video } = this.#store;
    if (!this.#store.configured('video')) {
      if (this.#store.configured('audio') && this.#spot('audio', request.time).kind !== 'nothing')
        this.#answer(request, this.#soundFrame(request.time));
      return;
    }
    const spot = this.#spot('video', request.time);
    if (spot.kind === 'nothing') return;
    if (spot.kind === 'over') {
      request.time = spot.to;
      this.#clock.set(spot.to, this.#now);
      this.#serve(request);
      return;
    }
    const sample = this.#decodable(spot.kind === 'here' ? spot.sample : video.before(request.time));
    if (sample === undefined || this.#screen.busy) return;
    const current = this.#screen.current;
    if (current !== undefined && current.sample === sample) this.#screen.refresh();
    else this.#show(sample);
  }

  /** The sample itself, else the nearest before it that can be decoded, else the nearest after it. */
  #decodable(sample: Sample | undefined): Sample | undefined {
    const { video } = this.#store;
    const lost = (one: Sample | undefined): one is Sample => one !== undefined && this.#supply.isLost(one);
    let before = sample;
    while (lost(before)) before = video.shownBefore(before);
    let after = sample;
    while (before === undefined && lost(after)) after = video.shownAfter(after);
    return before ?? after;
  }

  /** Nothing moves: the picture on screen is the clock's. */
  #reconcile(): void {
    if (!this.#watched) return;
    const spot = this.#spot('video', this.time);
    if (spot.kind === 'here' && !this.#shows(spot.sample)) this.#show(spot.sample);
  }

  #goForward(now: number): void {
    for (let hole = 0; hole < holesAtOnce; hole++) {
      const spot = this.#leading(this.#clock.time(now));
      if (spot.kind !== 'over') {
        this.#stand(spot, now);
        return;
      }
      this.#generation++;
      this.#clock.set(spot.to, now);
      this.#steer();
    }
  }

  /** What the clock's time has, of the track that leads: video where there is one. */
  #leading(time: DeckTime): Spot {
    const [video, audio] = [this.#store.configured('video'), this.#store.configured('audio')];
    if (!video && !audio) return { kind: 'nothing' };
    const picture = video ? this.#spot('video', time) : undefined;
    const needsSound = audio && (!video || (this.#audible && this.#speaker && this.#rate.value > 0));
    const sound = needsSound ? this.#spot('audio', time) : undefined;
    if (picture === undefined) return sound ?? { kind: 'nothing' };
    if (sound === undefined || picture.kind === 'over' || picture.kind === 'nothing') return picture;
    // Whichever track is longer is played to its end; sound that is missing holds the picture up.
    if (picture.kind === 'end') return sound.kind === 'over' ? picture : sound;
    return sound.kind === 'nothing' ? sound : picture;
  }

  #stand(spot: Spot, now: number): void {
    const time = this.#clock.time(now);
    if (spot.kind === 'end') {
      this.#halt(now, false);
      const last = this.#store.playable.at(-1);
      if (last !== undefined && time > last.to) this.#clock.set(last.to, now);
      this.#ended.value = true;
      if (this.#watched && this.#store.configured('video')) this.#showLast(time);
      return;
    }
    if (spot.kind === 'nothing') {
      const last = this.#store.video.before(time);
      if (this.#clock.moving && last !== undefined && time >= endOf(last))
        this.#clock.set(deckTime(endOf(last) - beforeEnd), now);
      if (this.#watched && last !== undefined && time < endOf(last) + lagGraceMs) this.#showLast(time);
      this.#halt(now, true);
      return;
    }
    const video = this.#store.configured('video') ? this.#spot('video', time) : undefined;
    if (video?.kind !== 'here' || !this.#watched) {
      if (this.#clock.moving || video?.kind !== 'here' || this.#hasNext(video.sample)) this.#go(now);
      return;
    }
    const { sample } = video;
    if (!this.#shows(sample)) this.#show(sample);
    const shown = this.#shows(sample) || this.#supply.isLost(sample);
    if (this.#clock.moving) {
      const current = this.#screen.current;
      const lag = current === undefined ? Infinity : time - endOf(current.sample);
      if (!shown && this.#supply.find(sample) === undefined && !this.#screen.busy && lag > lagGraceMs)
        this.#halt(now, true);
    } else if (shown && this.#hasNext(sample)) this.#go(now);
    else this.#starving.value = true;
  }

  /** Whether the clock may go on past a picture: the next one is there, or nothing more will come. */
  #hasNext(sample: Sample): boolean {
    const { video } = this.#store;
    if (!video.followed(sample)) {
      const { kind } = this.#spot('video', endOf(sample));
      return kind === 'over' || kind === 'end';
    }
    const next = video.shownAfter(sample);
    if (next === undefined || !this.#watched || this.#supply.isLost(next)) return true;
    if (this.#supply.find(next) !== undefined) return true;
    this.#supply.aim(next);
    return false;
  }

  #goBack(now: number): void {
    const { video } = this.#store;
    const time = this.#clock.time(now);
    const at = video.before(time);
    if (at === undefined) {
      // The beginning of what there is: the first picture stays.
      const first = video.at(time);
      if (first !== undefined) this.#clock.set(first.time, now);
      this.#halt(now, first === undefined);
      return;
    }
    if (time >= endOf(at) && !video.followed(at)) {
      this.#clock.set(deckTime(endOf(at) - beforeEnd), now);
      this.#generation++;
    }
    const sample = this.#decodable(at) ?? at;
    if (this.#watched && !this.#shows(sample)) {
      const picture = this.#reverse.find(sample);
      if (picture === undefined) this.#reverse.want(sample);
      else if (!this.#screen.busy) {
        this.#reverse.take(picture);
        this.#screen.show(picture);
      }
      const current = this.#screen.current;
      const lag = current === undefined ? Infinity : current.sample.time - time;
      if (picture === undefined && lag > lagGraceMs) this.#halt(now, true);
      return;
    }
    if (this.#watched) this.#reverse.prepare(sample);
    const before = video.shownBefore(sample);
    if (before === undefined && time <= sample.time) this.#halt(now, false);
    else if (!this.#clock.moving) {
      const ready = before === undefined || !this.#watched || this.#reverse.find(before) !== undefined;
      if (ready) this.#go(now);
      else this.#starving.value = true;
    }
  }

  #spot(kind: 'video' | 'audio', time: DeckTime): Spot {
    return spotAt(this.#store[kind], time, this.#store.ended);
  }

  #shows(sample: Sample): boolean {
    const current = this.#screen.current;
    return current !== undefined && sameInstant(current.sample, sample);
  }

  #show(sample: Sample): void {
    if (this.#screen.busy) return;
    const picture = this.#supply.find(sample);
    if (picture === undefined) {
      if (!this.#supply.isLost(sample)) this.#supply.aim(sample);
      return;
    }
    this.#supply.take(picture);
    this.#screen.show(picture);
  }

  #showLast(time: DeckTime): void {
    const last = this.#decodable(this.#store.video.before(time));
    if (last !== undefined && !this.#shows(last)) this.#show(last);
  }

  #painted(picture: Picture): void {
    const { sample, frame } = picture;
    this.#presented++;
    const shown: DeckFrame = {
      time: sample.time,
      eventTime: sample.eventTime,
      duration: sample.duration,
      rendition: sample.rendition,
      generation: this.#generation + picture.generation,
      presented: this.#presented,
      displayedAt: this.#environment.timeOrigin + (this.#watched ? this.#repaint : this.#now),
      width: frame.displayWidth,
      height: frame.displayHeight,
    };
    batch(() => {
      this.#frame.value = shown;
      const request = this.#request;
      if (request !== undefined && this.#isAnswer(request, sample)) this.#answer(request, shown);
    });
  }

  #isAnswer(request: FrameRequest, sample: Sample): boolean {
    const spot = this.#spot('video', request.time);
    const asked = spot.kind === 'here' ? spot.sample : this.#store.video.before(request.time);
    const answer = this.#decodable(asked);
    return answer !== undefined && sameInstant(answer, sample);
  }

  #answer(request: FrameRequest, frame: DeckFrame): void {
    this.#request = undefined;
    this.#seeking.value = false;
    request.shown(frame);
    this.#steer();
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

  #dropPictures(): void {
    this.#reverse.clear();
    this.#supply.release();
  }

  #go(now: number): void {
    this.#starving.value = false;
    if (this.#clock.moving) return;
    this.#clock.start(now);
    this.#steer();
  }

  #halt(now: number, starving: boolean): void {
    this.#starving.value = starving;
    if (!this.#clock.moving) return;
    this.#clock.stop(now);
    this.#steer();
  }

  #steer(): void {
    this.#sound.steer(this.#clock.plan(this.#now));
  }

  #setReadyState(): void {
    const time = this.time;
    const sample = this.#store.video.at(time);
    const current = this.#screen.current?.sample;
    const needsPicture = this.#store.configured('video') && this.#watched;
    this.#readyState.value = readyStateOf({
      configured: this.#store.configured('video') || this.#store.configured('audio'),
      shown:
        this.#request === undefined &&
        (needsPicture ? current !== undefined : this.#store.playable.length > 0),
      time,
      playable: this.#store.playable,
      step: sample?.duration ?? 0,
      ended: this.#store.ended,
      bridge: bridgeMs,
    });
  }

  #fail(error: OlympicPlayerError): void {
    this.#halt(this.#now, false);
    this.#failure.value = error;
    this.#request?.fail(error);
    this.#request = undefined;
    this.#seeking.value = false;
  }
}
