import {
  MEDIA_ERR_SRC_NOT_SUPPORTED,
  OlympicPlayerError,
  abortError,
  batch,
  browserEnvironment,
  childController,
  computed,
  isAbortError,
  signal,
  silentLogger,
  toPlayerError,
  watch,
  when,
} from '../base/index.js';
import type { Environment, EventRange, EventTime, Logger, ReadonlySignal } from '../base/index.js';
import { probeKeySystems } from '../transports/index.js';
import type { Capabilities, Rendition } from '../transports/index.js';
import { Board } from './board.js';
import { probeCapabilities } from './capabilities.js';
import { Captions } from './captions.js';
import { Director } from './director.js';
import { createKnobs } from './knobs.js';
import type { Knobs } from './knobs.js';
import type { LoadRequest } from './load-event.js';
import { MediaHosts } from './media-hosts.js';
import { isPlayable, negotiate } from './negotiate.js';
import type { Option } from './negotiate.js';
import { keySystemsOf } from './model.js';
import type { AngleModel, EventModel } from './model.js';
import { availableTransports } from './registry.js';
import { Reader } from './reader.js';
import { RequestSeam } from './requests.js';
import type { Screening } from './screening.js';
import { Shown } from './shown.js';
import type { PageState, Stage } from './stage.js';
import { Tally } from './stats.js';
import { playerState } from './state.js';
import { Timeshift, seekableOnly } from './timeshift.js';
import type {
  AngleChange,
  ChangeSource,
  Failover,
  Mode,
  Moment,
  Negotiation,
  PlayerState,
  SessionStats,
} from './types.js';
import { MeasuredClock } from './viewer-clock.js';
import { viewpointStatus } from './viewpoint.js';
import type { ViewpointStatus } from './viewpoint.js';

export interface SessionOptions {
  readonly stage: Stage;
  readonly page: PageState;
  readonly environment?: Environment;
  readonly logger?: Logger;
  /** BCP 47 tags, best first, for the labels of a descriptor. */
  readonly languages?: readonly string[];
}

const countEveryMs = 1000;
/** What playing comes to. */
const settledStates: ReadonlySet<PlayerState> = new Set(['playing', 'paused', 'blocked', 'failed', 'ended']);

/** One viewer watching one event, without any user interface. */
export class Session {
  readonly knobs: Knobs = createKnobs();
  /** Captions and subtitles of what is on screen. */
  readonly captions: Captions;
  readonly #environment: Environment;
  readonly #log: Logger;
  readonly #stage: Stage;
  readonly #page: PageState;
  #probed: Promise<Capabilities> | undefined;
  /** What can be done here, and of the key systems that this load names. */
  #capabilities: Capabilities | undefined;
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
  readonly #tally = new Tally();
  readonly #timeshift: Timeshift;
  #load: AbortController | undefined;
  #loadedAt = 0;

  constructor(options: SessionOptions) {
    this.#stage = options.stage;
    this.#page = options.page;
    this.#environment = options.environment ?? browserEnvironment;
    this.#log = options.logger ?? silentLogger;
    this.#languages = options.languages ?? [];
    this.#clock = new MeasuredClock(this.#environment);
    this.#timeshift = new Timeshift({
      screening: this.screening,
      director: this.#director,
      latency: this.latency,
      options: (angle) => this.#options(angle),
      clock: this.#clock,
      log: this.#log,
    });
    this.captions = new Captions(
      {
        shown: this.screening,
        incoming: computed(() => this.#director.value?.incoming.value),
        languages: this.#languages,
      },
      this.#closing.signal,
    );
    const shown = computed(() => [this.screening.value, this.#director.value?.stallWatch.value] as const);
    watch(shown, this.#closing.signal, ([screening, stall]) => this.#tally.follow(screening, stall));
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
  readonly renditions: ReadonlySignal<readonly Rendition[]> = computed(
    () => this.screening.value?.feed.state.renditions.value ?? [],
  );
  readonly selectedRendition: ReadonlySignal<string> = computed(
    () => this.screening.value?.feed.state.selected.value ?? 'auto',
  );
  /** What can be sought, on this source or by going over to another of the angle. */
  readonly seekable: ReadonlySignal<EventRange | undefined> = computed(() => this.#timeshift.seekable.value);
  /** True while the picture is at the live edge, give or take the target. */
  readonly atLiveEdge: ReadonlySignal<boolean> = computed(() => this.#timeshift.atLiveEdge.value);
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
    this.#tally.reset();
    this.#keepCounting(load.signal);
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
      computed(() => getToken.value !== undefined || prepareRequest.value !== undefined),
    );
    const reader = new Reader(
      {
        environment: this.#environment,
        log: this.#log,
        languages: this.#languages,
        seam,
        clock: this.#clock,
      },
      load.signal,
    );
    const hosts = new MediaHosts(
      {
        environment: this.#environment,
        log: this.#log,
        workerUrl: () => this.knobs.workerUrl.peek(),
      },
      load.signal,
    );
    void this.#warm(hosts);
    try {
      const [model, probed] = await Promise.all([reader.read(request), this.#probe()]);
      const capabilities = { ...probed, keySystems: await probeKeySystems(keySystemsOf(model)) };
      load.signal.throwIfAborted();
      this.#capabilities = capabilities;
      batch(() => {
        this.#model.value = model;
        this.#origin.value = model.startMs;
        this.#director.value = this.#createDirector(seam, reader, hosts, capabilities, load.signal);
        this.#loading.value = false;
        const wanted = this.#wantedAngle.peek();
        if (wanted === undefined || !model.angles.some(({ id }) => id === wanted))
          this.#wantedAngle.value = (model.angles.find(({ role }) => role === 'main') ?? model.angles[0])?.id;
      });
      void reader.keepClock(model.clockUrl);
      reader.keepFresh(request, model.ttlMs, (fresh) => (this.#model.value = fresh));
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
    batch(() => {
      this.#load?.abort(abortError('unloaded'));
      this.#load = undefined;
      this.#director.value = undefined;
      this.#model.value = undefined;
      this.#loading.value = false;
      this.#loadError.value = undefined;
      this.#origin.value = undefined;
      this.#firstFrameMs.value = null;
      this.#timeshift.reset();
    });
  }

  /** Resolves when the picture moves; rejects as `<video>` does: blocked, failed, or paused before it began. */
  async play(): Promise<void> {
    this.#paused.value = false;
    const director = this.#director.peek();
    const shown = director?.shown.peek();
    if (shown !== undefined) {
      await shown.play();
    } else if (director !== undefined && director.phase.peek() !== 'connecting') {
      if (director.phase.peek() === 'failed') director.forget();
      // A failure is told by the state below.
      this.#start().catch(() => {});
    }
    const state = await when(this.state, (now) => settledStates.has(now), this.#closing.signal);
    if (state === 'blocked')
      throw new DOMException('The browser wants a user gesture first.', 'NotAllowedError');
    if (state === 'paused') throw abortError('playback was paused before it began');
    const error = this.error.peek();
    if (state === 'failed' && error !== undefined) throw error;
  }

  pause(): void {
    this.#paused.value = true;
    const shown = this.#shown;
    // What is paused falls behind live and stays where it is; a WebRTC stream runs on and is live again at once.
    if (shown?.steerable === true) this.#timeshift.wantsLive = false;
    shown?.media.pause();
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
      // Who watches the past stays in the past.
      ...(this.#timeshift.wantsLive ? {} : { only: seekableOnly }),
    });
  }

  /** Goes to an event time in the past the source keeps; from WebRTC, over to a source that keeps one. */
  seek(time: number): Promise<void> {
    return this.#timeshift.seek(time);
  }

  /** Back to live: over the best source again when the past was watched over another. */
  seekToLive(): Promise<void> {
    return this.#timeshift.seekToLive();
  }

  /** Whether any source of the angle can play here. */
  canPlay(angle: string): boolean {
    return this.#options(angle).some(isPlayable);
  }

  selectRendition(id: string): void {
    this.#shown?.feed.select(id);
  }

  /** Free viewpoint of what is on screen, as of now. */
  get viewpoint(): ViewpointStatus {
    return viewpointStatus(this.#model.peek(), this.screening.peek());
  }

  /** Counters of the load, freshly read. */
  async stats(): Promise<SessionStats> {
    await this.#tally.refresh();
    return this.statsNow();
  }

  /** The same at once; what feeds count is up to a second old. */
  statsNow(): SessionStats {
    return this.#tally.read({
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

  /** Asked once a session. */
  #probe(): Promise<Capabilities> {
    return (this.#probed ??= probeCapabilities(globalThis.window, this.#stage.videos[0]));
  }

  /** The media worker starts while the descriptor is read: most sources need it, and WebRTC's is tapped by it. */
  async #warm(hosts: MediaHosts): Promise<void> {
    const { webcodecs } = await this.#probe();
    if (webcodecs && this.knobs.decoder.peek() !== 'native') hosts.warm();
  }

  #options(angle: string): readonly Option[] {
    const capabilities = this.#capabilities;
    if (capabilities === undefined) return [];
    const model = this.#model.peek()?.angles.find(({ id }) => id === angle);
    return negotiate({
      angle,
      sources: model?.sources ?? [],
      allowed: this.knobs.transports.peek(),
      decoder: this.knobs.decoder.peek(),
      transports: availableTransports(),
      capabilities,
    });
  }

  #createDirector(
    seam: RequestSeam,
    reader: Reader,
    hosts: MediaHosts,
    capabilities: Capabilities,
    abort: AbortSignal,
  ): Director {
    const shown = new Shown(
      {
        knobs: this.knobs,
        paused: () => this.#paused.peek(),
        wantsLive: () => this.#timeshift.wantsLive,
        visible: this.#page.visible,
        environment: this.#environment,
      },
      abort,
    );
    return new Director(
      {
        stage: this.#stage,
        environment: this.#environment,
        clock: this.#clock,
        capabilities,
        seam,
        media: hosts.get,
        log: this.#log,
        page: this.#page,
        board: this.#board,
        options: (angle) => this.#options(angle),
        fallbackOf: (angle) => this.#model.peek()?.angles.find(({ id }) => id === angle)?.fallback,
        targetLatencyMs: () => this.knobs.targetLatencyMs.peek(),
        workerUrl: () => this.knobs.workerUrl.peek(),
        shouldPlay: () => !this.#paused.peek(),
        onShown: (screening) => this.#onShown(screening, shown, reader),
      },
      abort,
    );
  }

  #onShown(screening: Screening, shown: Shown, reader: Reader): void {
    this.#firstFrameMs.value ??= Math.round(this.#environment.monotonic() - this.#loadedAt);
    const time = screening.frame.peek()?.eventTime;
    if (this.#origin.peek() === undefined && time !== undefined) this.#origin.value = time;
    shown.take(screening);
    void this.#timeshift.measure(screening, reader);
  }

  /** Reads the feed's counters once a second, so that a source which breaks has been counted. */
  #keepCounting(abort: AbortSignal): void {
    const cancel = this.#environment.setTimer(() => {
      abort.removeEventListener('abort', cancel);
      // A feed that closes meanwhile keeps its last reading.
      this.#tally.refresh().catch(() => {});
      this.#keepCounting(abort);
    }, countEveryMs);
    abort.addEventListener('abort', cancel, { once: true });
  }
}

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
