import {
  MEDIA_ERR_SRC_NOT_SUPPORTED,
  OlympicPlayerError,
  abortError,
  batch,
  browserEnvironment,
  childController,
  computed,
  eventTime,
  isAbortError,
  signal,
  silentLogger,
  toPlayerError,
  watch,
} from '../base/index.js';
import type { Environment, EventRange, EventTime, Logger, ReadonlySignal, Signal } from '../base/index.js';
import type { Rendition, SourceType } from '../transports/index.js';
import { Board } from './board.js';
import { probeCapabilities } from './capabilities.js';
import { Director } from './director.js';
import { loadEvent } from './load-event.js';
import type { LoadRequest } from './load-event.js';
import { negotiate } from './negotiate.js';
import type { Option } from './negotiate.js';
import type { AngleModel, EventModel } from './model.js';
import { availableTransports } from './registry.js';
import { RequestSeam } from './requests.js';
import type { Screening } from './screening.js';
import type { PageState, Stage } from './stage.js';
import { readStats } from './stats.js';
import { playerState } from './state.js';
import type {
  AngleChange,
  ChangeSource,
  Decoder,
  Failover,
  GetToken,
  Mode,
  Moment,
  Negotiation,
  PlayerState,
  PrepareRequest,
  SessionStats,
} from './types.js';
import { MeasuredClock } from './viewer-clock.js';

export interface SessionOptions {
  readonly stage: Stage;
  readonly page: PageState;
  readonly environment?: Environment;
  readonly logger?: Logger;
  /** BCP 47 tags, best first, for the labels of a descriptor. */
  readonly languages?: readonly string[];
}

/** The page's wishes. Change them at any time; they count from the next decision on. */
export interface Knobs {
  readonly transports: Signal<readonly SourceType[] | undefined>;
  readonly decoder: Signal<Decoder>;
  readonly targetLatencyMs: Signal<number | undefined>;
  readonly getToken: Signal<GetToken | undefined>;
  readonly prepareRequest: Signal<PrepareRequest | undefined>;
  readonly muted: Signal<boolean>;
  readonly volume: Signal<number>;
  readonly playbackRate: Signal<number>;
}

/** Behind live by more than its target and this, the viewer is watching the past. */
const liveSlackMs = 3000;

/** One viewer watching one event, without any user interface. */
export class Session {
  readonly knobs: Knobs = {
    transports: signal(undefined),
    decoder: signal('auto'),
    targetLatencyMs: signal(undefined),
    getToken: signal(undefined),
    prepareRequest: signal(undefined),
    muted: signal(false),
    volume: signal(1),
    playbackRate: signal(1),
  };
  readonly #environment: Environment;
  readonly #log: Logger;
  readonly #stage: Stage;
  readonly #page: PageState;
  readonly #languages: readonly string[];
  readonly #clock: MeasuredClock;
  readonly #closing = new AbortController();
  readonly #board = new Board();
  readonly #model = signal<EventModel | undefined>(undefined);
  readonly #loading = signal(false);
  readonly #loadError = signal<OlympicPlayerError | undefined>(undefined);
  readonly #director = signal<Director | undefined>(undefined);
  readonly #paused = signal(true);
  readonly #wantedAngle = signal<string | undefined>(undefined);
  readonly #origin = signal<number | undefined>(undefined);
  readonly #firstFrameMs = signal<number | null>(null);
  #load: AbortController | undefined;
  #loadedAt = 0;

  constructor(options: SessionOptions) {
    this.#stage = options.stage;
    this.#page = options.page;
    this.#environment = options.environment ?? browserEnvironment;
    this.#log = options.logger ?? silentLogger;
    this.#languages = options.languages ?? [];
    this.#clock = new MeasuredClock(this.#environment);
    const { muted, volume, playbackRate, targetLatencyMs } = this.knobs;
    watch(
      computed(() => [muted.value, volume.value, playbackRate.value]),
      this.#closing.signal,
      () => this.#applySound(),
    );
    watch(targetLatencyMs, this.#closing.signal, (target) => this.#shown?.feed.setTargetLatency(target));
  }

  readonly model: ReadonlySignal<EventModel | undefined> = this.#model;
  readonly paused: ReadonlySignal<boolean> = this.#paused;
  readonly negotiation: ReadonlySignal<Negotiation> = this.#board.negotiation;
  readonly angles: ReadonlySignal<readonly AngleModel[]> = computed(() => this.#model.value?.angles ?? []);
  readonly moments: ReadonlySignal<readonly Moment[]> = computed(() => this.#model.value?.moments ?? []);
  /** The angle on screen, else the one that will be. */
  readonly angle: ReadonlySignal<string | undefined> = computed(
    () => this.#director.value?.angle.value ?? this.#wantedAngle.value,
  );
  readonly failover: ReadonlySignal<Failover | undefined> = computed(
    () => this.#director.value?.failover.value,
  );
  readonly angleChange: ReadonlySignal<AngleChange | undefined> = computed(
    () => this.#director.value?.change.value,
  );
  readonly error: ReadonlySignal<OlympicPlayerError | undefined> = computed(
    () => this.#loadError.value ?? this.#director.value?.error.value,
  );
  readonly screening: ReadonlySignal<Screening | undefined> = computed(
    () => this.#director.value?.shown.value,
  );
  readonly live: ReadonlySignal<boolean> = computed(
    () => this.screening.value?.feed.state.live.value ?? this.#model.value?.isLive ?? true,
  );
  readonly mode: ReadonlySignal<Mode> = computed(() =>
    this.#model.value === undefined ? 'none' : this.live.value ? 'live' : 'vod',
  );
  readonly state: ReadonlySignal<PlayerState> = computed(() =>
    playerState({
      loading: this.#loading.value,
      loaded: this.#model.value !== undefined,
      error: this.error.value,
      paused: this.#paused.value,
      phase: this.#director.value?.phase.value ?? 'idle',
      shown: this.screening.value,
      incoming: this.#director.value?.incoming.value,
      stalled: this.#director.value?.stallWatch.value?.stalled.value ?? false,
    }),
  );
  /** Event time of the frame on screen. */
  readonly eventTime: ReadonlySignal<EventTime | undefined> = computed(
    () => this.screening.value?.frame.value?.eventTime,
  );
  /** Ms from capture to screen, against the viewer clock. */
  readonly latency: ReadonlySignal<number | undefined> = computed(() => {
    const frame = this.screening.value?.frame.value;
    if (frame?.eventTime === undefined || !this.live.value) return undefined;
    void this.#clock.estimate.value;
    return this.#clock.at(frame.displayedAt) - frame.eventTime;
  });
  readonly seekable: ReadonlySignal<EventRange | undefined> = computed(
    () => this.screening.value?.feed.state.seekable.value,
  );
  readonly renditions: ReadonlySignal<readonly Rendition[]> = computed(
    () => this.screening.value?.feed.state.renditions.value ?? [],
  );
  readonly selectedRendition: ReadonlySignal<string> = computed(
    () => this.screening.value?.feed.state.selected.value ?? 'auto',
  );
  /** True while the picture is at the live edge, give or take the target. */
  readonly atLiveEdge: ReadonlySignal<boolean> = computed(() => {
    const latency = this.latency.value;
    const target = this.screening.value?.feed.state.targetLatencyMs.value ?? 0;
    return latency === undefined || latency < target + liveSlackMs;
  });
  /** Ms since the epoch at which `currentTime` is 0; undefined until known. */
  readonly origin: ReadonlySignal<number | undefined> = this.#origin;
  readonly firstFrameMs: ReadonlySignal<number | null> = this.#firstFrameMs;

  get clock(): MeasuredClock {
    return this.#clock;
  }

  get environment(): Environment {
    return this.#environment;
  }

  get #shown(): Screening | undefined {
    return this.screening.peek();
  }

  /** Reads a descriptor or a bare stream and gets ready to play; ends whatever played before. */
  async load(request: LoadRequest): Promise<void> {
    this.unload();
    const load = childController(this.#closing.signal);
    this.#load = load;
    this.#loadedAt = this.#environment.monotonic();
    this.#loading.value = true;
    const { getToken, prepareRequest } = this.knobs;
    const seam = new RequestSeam(
      () => ({
        getToken: getToken.peek(),
        prepareRequest: prepareRequest.peek(),
        auth: this.#model.peek()?.auth,
      }),
      load.signal,
    );
    try {
      const model = await this.#read(request, seam, load.signal);
      load.signal.throwIfAborted();
      batch(() => {
        this.#model.value = model;
        this.#origin.value = model.startMs;
        this.#director.value = this.#createDirector(seam, load.signal);
        this.#loading.value = false;
        const wanted = this.#wantedAngle.peek();
        if (wanted === undefined || !model.angles.some(({ id }) => id === wanted))
          this.#wantedAngle.value = (model.angles.find(({ role }) => role === 'main') ?? model.angles[0])?.id;
      });
      void this.#keepClock(model, seam, load.signal);
      if (!('descriptor' in request)) this.#keepFresh(request, model, seam, load.signal);
      if (!this.#paused.peek()) await this.#start();
    } catch (error) {
      if (load.signal.aborted || isAbortError(error)) throw abortError('a newer load took over');
      const failure = toPlayerError(error, {
        reason: 'session/load-failed',
        code: MEDIA_ERR_SRC_NOT_SUPPORTED,
        message: `session: the event could not be loaded (${String(error)}).`,
        hint: 'Check src and type.',
      });
      batch(() => {
        this.#loading.value = false;
        if (this.#director.peek()?.error.peek() === undefined) this.#loadError.value = failure.asFatal();
      });
      throw failure;
    }
  }

  /** Back to empty. The page's wishes (angle, volume, pause) stay. */
  unload(): void {
    this.#load?.abort(abortError('unloaded'));
    this.#load = undefined;
    batch(() => {
      this.#director.value = undefined;
      this.#model.value = undefined;
      this.#loading.value = false;
      this.#loadError.value = undefined;
      this.#origin.value = undefined;
      this.#firstFrameMs.value = null;
    });
  }

  /** Resolves when playback was asked for and the browser agreed. */
  async play(): Promise<void> {
    this.#paused.value = false;
    const director = this.#director.peek();
    if (director === undefined) return;
    const shown = director.shown.peek();
    if (shown === undefined) {
      if (director.phase.peek() === 'failed') director.forget();
      if (director.phase.peek() !== 'connecting') await this.#start();
      return;
    }
    await shown.play();
    if (shown.blocked.peek())
      throw new DOMException('The browser wants a user gesture first.', 'NotAllowedError');
  }

  pause(): void {
    this.#paused.value = true;
    this.#shown?.video.pause();
  }

  /** Cuts to another angle; resolves when it is on screen. */
  async switchAngle(
    id: string,
    wish: { source?: ChangeSource; signal?: AbortSignal } = {},
  ): Promise<AngleChange> {
    const model = this.#model.peek();
    const director = this.#director.peek();
    if (model !== undefined && !model.angles.some((angle) => angle.id === id)) throw unknownAngle(id, model);
    this.#wantedAngle.value = id;
    if (director === undefined || director.phase.peek() === 'idle') return waitingChange(id);
    return director.show(id, {
      source: wish.source ?? 'api',
      ...(wish.signal === undefined ? {} : { signal: wish.signal }),
      ...(this.atLiveEdge.peek() ? {} : { only: seekableOnly }),
    });
  }

  /** Goes to an event time in the past the source keeps; from WebRTC, over to a source that keeps one. */
  async seek(time: number): Promise<void> {
    const director = this.#director.peek();
    const shown = this.#shown;
    if (director === undefined || shown === undefined) return;
    if (shown.feed.state.seekable.peek() !== undefined) {
      await shown.feed.seek(eventTime(time));
      return;
    }
    const angle = director.angle.peek();
    if (angle !== undefined)
      await director.show(angle, { source: 'api', startAt: eventTime(time), only: seekableOnly });
  }

  /** Back to live: over the best source again when the past was watched over another. */
  async seekToLive(): Promise<void> {
    const director = this.#director.peek();
    const angle = director?.angle.peek();
    const shown = this.#shown;
    if (director === undefined || angle === undefined || shown === undefined) return;
    const best = this.#options(angle).find(({ candidate }) => candidate.verdict !== 'refused');
    if (best !== undefined && best.key !== shown.option.key)
      await director.show(angle, { source: 'api', startAt: this.#clock.now() });
    else await shown.feed.seekToLive();
  }

  /** Whether any source of the angle can play here. */
  canPlay(angle: string): boolean {
    return this.#options(angle).some(({ candidate }) => candidate.verdict !== 'refused');
  }

  selectRendition(id: string): void {
    this.#shown?.feed.select(id);
  }

  async stats(): Promise<SessionStats> {
    return readStats({
      shown: this.#shown,
      stall: this.#director.peek()?.stallWatch.peek(),
      failovers: this.#director.peek()?.failovers ?? 0,
      firstFrameMs: this.#firstFrameMs.peek(),
      clock: this.#clock,
    });
  }

  /** Ends everything; nothing runs, fires or holds memory after it. */
  close(): void {
    this.unload();
    this.#closing.abort(abortError('the session was closed'));
  }

  async #start(): Promise<void> {
    const angle = this.#wantedAngle.peek();
    if (angle === undefined) return;
    await this.#director.peek()?.show(angle, { source: 'auto' });
  }

  #options(angle: string): readonly Option[] {
    const model = this.#model.peek()?.angles.find(({ id }) => id === angle);
    return negotiate({
      angle,
      sources: model?.sources ?? [],
      allowed: this.knobs.transports.peek(),
      decoder: this.knobs.decoder.peek(),
      transports: availableTransports(),
      capabilities: probeCapabilities(globalThis.window, this.#stage.videos[0]),
    });
  }

  #createDirector(seam: RequestSeam, abort: AbortSignal): Director {
    return new Director(
      {
        stage: this.#stage,
        environment: this.#environment,
        clock: this.#clock,
        capabilities: probeCapabilities(globalThis.window, this.#stage.videos[0]),
        seam,
        log: this.#log,
        page: this.#page,
        board: this.#board,
        options: (angle) => this.#options(angle),
        fallbackOf: (angle) => this.#model.peek()?.angles.find(({ id }) => id === angle)?.fallback,
        targetLatencyMs: () => this.knobs.targetLatencyMs.peek(),
        shouldPlay: () => !this.#paused.peek(),
        onShown: (screening) => this.#onShown(screening),
      },
      abort,
    );
  }

  #onShown(screening: Screening): void {
    this.#firstFrameMs.value ??= Math.round(this.#environment.monotonic() - this.#loadedAt);
    const time = screening.frame.peek()?.eventTime;
    if (this.#origin.peek() === undefined && time !== undefined) this.#origin.value = time;
    this.#applySound();
    if (this.#paused.peek()) screening.video.pause();
    else screening.play().catch(() => {});
  }

  #applySound(): void {
    const video = this.#shown?.video;
    if (video === undefined) return;
    video.muted = this.knobs.muted.peek();
    video.volume = this.knobs.volume.peek();
    if (!this.live.peek()) video.playbackRate = this.knobs.playbackRate.peek();
  }

  #read(request: LoadRequest, seam: RequestSeam, abort: AbortSignal): Promise<EventModel> {
    return loadEvent(request, {
      get: async (url, init) => {
        const prepared = await seam.prepare('', 'session', { url, ...init }, 'descriptor', false);
        return this.#environment.fetch(prepared.url, {
          method: prepared.method,
          headers: prepared.headers,
          signal: abort,
        });
      },
      languages: this.#languages,
      warn: (message) => this.#log.warn(message),
    });
  }

  async #keepClock(model: EventModel, seam: RequestSeam, abort: AbortSignal): Promise<void> {
    if (model.clockUrl === undefined) return;
    try {
      await this.#clock.synchronise(
        model.clockUrl,
        (url) => seam.prepare('', 'session', { url }, 'clock', false),
        abort,
      );
    } catch (error) {
      if (!abort.aborted)
        this.#log.warn('session: the clock server did not answer; latency is a guess', error);
    }
  }

  /** Reads the descriptor again after its ttl, with what it says then. */
  #keepFresh(request: LoadRequest, model: EventModel, seam: RequestSeam, abort: AbortSignal): void {
    if (model.ttlMs === undefined) return;
    const cancel = this.#environment.setTimer(async () => {
      abort.removeEventListener('abort', cancel);
      let next = model;
      try {
        next = await this.#read(request, seam, abort);
        if (!abort.aborted) this.#model.value = next;
      } catch (error) {
        if (!abort.aborted)
          this.#log.warn('session: the descriptor could not be read again; the old one stays', error);
      }
      if (!abort.aborted)
        this.#keepFresh(request, { ...next, ttlMs: next.ttlMs ?? model.ttlMs }, seam, abort);
    }, model.ttlMs);
    abort.addEventListener('abort', cancel, { once: true });
  }
}

/** WebRTC has no past. */
const seekableOnly = (option: Option): boolean => option.candidate.decode !== 'webrtc';

function unknownAngle(id: string, model: EventModel): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'session/unknown-angle',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `session: this event has no angle "${id}".`,
    hint: `It has: ${model.angles.map((angle) => angle.id).join(', ')}.`,
  });
}

/** A cut asked for before playback: it will be the first picture. */
function waitingChange(to: string): AngleChange {
  return { from: null, to, eventTime: NaN, gapFrames: 0, repeatedFrames: 0, durationMs: 0, source: 'api' };
}
