import type { EngineEvent } from 'video.js/core.es.js';
import { abortError, abortable, computed, signal, watch } from '../../base/index.js';
import type { EventRange, EventTime, OlympicPlayerError, ReadonlySignal } from '../../base/index.js';
import type {
  ConnectContext,
  DecodePath,
  Delivery,
  Feed,
  FeedHealth,
  FeedState,
  FeedStats,
  Rendition,
  Source,
  TimedEvent,
  Timeline,
} from '../contract.js';
import {
  Unlocker,
  noLicenseServer,
  protectionOf,
  readManifestProtection,
  undecodable,
} from '../eme/index.js';
import type { MediaHost } from '../../media/index.js';
import type { DeckOutlet } from './deck-outlet.js';
import { Engine, engineVersion } from './engine.js';
import { hostWorkersAt, workerTrouble } from './engine-worker.js';
import type { TechMedia } from './engine-tech.js';
import {
  decodeFailed,
  encrypted,
  manifestMalformed,
  notSeekable,
  unsupported,
  workerBlocked,
} from './errors.js';
import { EventMapping } from './event-mapping.js';
import type { Listing } from './live-edge.js';
import { LivePlayback } from './live-playback.js';
import { readMpdRoot } from './mpd-root.js';
import type { MpdRoot } from './mpd-root.js';
import { elementOutlet } from './outlet.js';
import type { Outlet } from './outlet.js';
import { holdRendition, renditionsOf } from './renditions.js';
import { RequestSeam, livePatience, onDemandPatience } from './request-seam.js';

type VhsSource = Source & { readonly type: 'dash' | 'hls' };

class VhsFeed implements Feed {
  readonly decode: 'mse' | 'webcodecs';
  readonly state: FeedState;
  readonly #source: VhsSource;
  readonly #context: ConnectContext;
  readonly #seam: RequestSeam;
  readonly #closing = new AbortController();
  readonly #startedAt: number;
  readonly #stages: Record<string, number> = {};
  readonly #health = signal<FeedHealth>('starting');
  readonly #failure = signal<OlympicPlayerError | undefined>(undefined);
  readonly #live = signal(true);
  readonly #renditions = signal<readonly Rendition[]>([]);
  readonly #rendition = signal<string | undefined>(undefined);
  readonly #selected = signal('auto');
  readonly #seekable = signal<EventRange | undefined>(undefined);
  readonly #playback = signal<LivePlayback | undefined>(undefined);
  #mpd: MpdRoot | undefined;
  #listing: Listing = 'written';
  #mapping = new EventMapping(undefined);
  /** What the viewer, the descriptor or the publisher asks for, seconds. */
  #wantedLatency: number | undefined;
  #clockOffsetMs: number | undefined;
  /** Makes what unlocks the element; undefined when the stream is clear. */
  #unlock: ((video: HTMLVideoElement) => Unlocker) | undefined;
  #unlocker: Unlocker | undefined;
  #engine: Engine | undefined;
  readonly #deck = signal<DeckOutlet | undefined>(undefined);
  #outlet: Outlet | undefined;

  constructor(source: VhsSource, decode: 'mse' | 'webcodecs', context: ConnectContext) {
    this.decode = decode;
    this.#source = source;
    this.#context = context;
    this.#startedAt = context.environment.monotonic();
    this.#seam = new RequestSeam({
      context,
      room: source.type,
      isAudio: (url) => this.#isAudio(url),
      onMedia: (url, bytes, initialization) => {
        if (!initialization) this.#mark('first-segment');
        this.#mapping.arrived(url, bytes, initialization);
      },
      onFailure: (error) => this.#fail(error),
    });
    this.state = {
      health: this.#health,
      failure: this.#failure,
      live: this.#live,
      renditions: this.#renditions,
      // Decks say of every picture which rendition it is of.
      rendition: computed(() => this.#deck.value?.deck.frame.value?.rendition ?? this.#rendition.value),
      selected: this.#selected,
      seekable: this.#seekable,
      targetLatencyMs: computed(() =>
        this.#live.value ? this.#playback.value?.targetLatencyMs.value : undefined,
      ),
      agreed: computed(() => {
        const where = this.#deck.value === undefined ? '' : `, decoded in ${this.#deck.value.where}`;
        return `http-streaming ${engineVersion}, ${this.#mapping.stampedBy.value ?? 'no'} time${where}`;
      }),
    };
  }

  get type(): 'dash' | 'hls' {
    return this.#source.type;
  }

  get delivery(): Delivery {
    const outlet = this.#deck.peek();
    return outlet === undefined
      ? { kind: 'element', attach: (video) => this.#attach(video) }
      : { kind: 'samples', deck: outlet.deck };
  }

  get timeline(): Timeline {
    return this.#mapping.timeline;
  }

  get metadata(): ReadonlySignal<readonly TimedEvent[]> {
    return this.#mapping.events;
  }

  /** Resolves when the manifest has been read. @throws OlympicPlayerError where WebCodecs was asked for and it is protected */
  async open(): Promise<void> {
    const { url, type } = this.#source;
    const { clock, environment, targetLatencyMs } = this.#context;
    const answer = await this.#seam.readManifest(url);
    this.#mark('manifest');
    const text = new TextDecoder().decode(answer.body);
    const mpd = type === 'dash' ? readMpdRoot(text) : undefined;
    if (type === 'dash' ? mpd === undefined : !text.startsWith('#EXTM3U')) throw manifestMalformed(type, url);
    if (this.decode === 'webcodecs') {
      if (mpd !== undefined && readManifestProtection(text, answer.url).encrypted) throw encrypted(type, url);
      const { typeSupport } = await import('./deck-outlet.js');
      await typeSupport.learn(codecsIn(text));
    } else if (mpd !== undefined) {
      this.#unlock = this.#unlocking(text, answer.url);
    }
    const asked = targetLatencyMs ?? this.#source.targetLatencyMs;
    this.#mpd = mpd;
    if (mpd !== undefined && !text.includes('<SegmentTimeline')) this.#listing = 'counted';
    this.#mapping = new EventMapping(mpd?.availabilityStartTime);
    this.#wantedLatency = asked === undefined ? mpd?.suggestedPresentationDelay : asked / 1000;
    const served = Date.parse(answer.headers.get('date') ?? '');
    if (Number.isFinite(clock.errorMs)) this.#clockOffsetMs = clock.offsetMs;
    else if (!Number.isNaN(served)) this.#clockOffsetMs = served - environment.wallClock();
    if (mpd !== undefined) this.#setLive(mpd.live);
  }

  async seek(time: EventTime): Promise<void> {
    const position = this.timeline.mediaTimeOf(time);
    if (position === undefined) throw notSeekable(this.type, this.#source.url);
    await this.#seekTo(position);
  }

  behindTargetMs(): number | undefined {
    const position = this.#playback.peek()?.position;
    const media = this.#outlet?.media;
    if (position === undefined || media === undefined || !this.state.live.peek()) return undefined;
    // Until its first picture a deck is nowhere.
    if (this.decode === 'webcodecs' && this.#deck.peek()?.deck.frame.peek() === undefined) return undefined;
    return (position - media.currentTime) * 1000;
  }

  async seekToLive(): Promise<void> {
    const position = this.#playback.peek()?.position;
    if (position === undefined) throw notSeekable(this.type, this.#source.url);
    await this.#seekTo(position);
  }

  select(rendition: string): void {
    if (this.#engine !== undefined) this.#selected.value = holdRendition(this.#engine.controller, rendition);
  }

  setTargetLatency(milliseconds: number | undefined): void {
    this.#wantedLatency =
      milliseconds === undefined ? this.#mpd?.suggestedPresentationDelay : milliseconds / 1000;
    this.#playback.peek()?.want(this.#wantedLatency);
  }

  requestKeyFrame(): void {}

  async stats(): Promise<FeedStats> {
    return {
      bytes: this.#seam.bytes,
      videoBytes: this.#seam.videoBytes,
      ...((await this.#outlet?.frameCounts()) ?? { framesDecoded: 0, framesDropped: 0 }),
      stages: { ...this.#stages },
    };
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort(abortError('the feed was closed'));
    this.#seam.close();
    this.#playback.peek()?.close();
    this.#engine?.dispose();
    this.#outlet?.close();
    await this.#unlocker?.close();
  }

  /** Begins to load, into a deck of the media worker. */
  async decodeIn(host: MediaHost): Promise<void> {
    const { DeckOutlet } = await import('./deck-outlet.js');
    this.#closing.signal.throwIfAborted();
    const { environment, log } = this.#context;
    const { type } = this;
    const { url } = this.#source;
    const outlet = new DeckOutlet({
      host,
      environment,
      log,
      mapping: this.#mapping,
      onFailure: (error) => this.#fail(error),
      onHopeless: () => this.#fail(decodeFailed(type, url, 'segment after segment is damaged')),
    });
    this.#deck.value = outlet;
    watch(outlet.deck.failure, this.#closing.signal, (error) => {
      if (error !== undefined) this.#fail(error);
    });
    const { controller } = await this.#start(outlet);
    outlet.engaged(controller);
  }

  async #attach(video: HTMLVideoElement): Promise<void> {
    this.#closing.signal.throwIfAborted();
    const outlet = elementOutlet(video);
    this.#outlet = outlet;
    this.#unlocker = this.#unlock?.(video);
    await this.#unlocker?.open();
    this.#closing.signal.throwIfAborted();
    await this.#start(outlet);
  }

  /** Resolves when media can be appended. */
  async #start(outlet: Outlet): Promise<Engine> {
    this.#outlet = outlet;
    this.#listen(outlet.media);
    const engine = new Engine({
      outlet,
      url: this.#source.url,
      type: this.#source.type,
      xhr: this.#seam.xhr,
      clockOffsetMs: this.#clockOffsetMs,
      begin: (proposed) => this.#playback.peek()?.begin(this.#context.startAt) ?? proposed,
      onEvent: (event) => this.#onEngineEvent(event),
      onError: (error) => this.#onEngineError(error),
    });
    this.#engine = engine;
    if (this.#live.peek()) this.#playback.value = this.#livePlayback(engine);
    watch(workerTrouble, this.#closing.signal, (cause) => {
      if (cause !== undefined) this.#fail(workerBlocked(this.type, cause));
    });
    const opened = new Promise<void>((resolve) => {
      engine.controller.mediaSource.addEventListener('sourceopen', () => resolve(), { once: true });
    });
    await abortable(opened, this.#closing.signal);
    this.#mark('attached');
    return engine;
  }

  /** @throws OlympicPlayerError when the manifest is encrypted and nobody says where licences are */
  #unlocking(mpd: string, baseUrl: string): ((video: HTMLVideoElement) => Unlocker) | undefined {
    const { url, codecs, protection: described = [] } = this.#source;
    const manifest = readManifestProtection(mpd, baseUrl);
    const protection = described.length > 0 ? described : protectionOf(manifest);
    if (protection.length === 0) {
      if (manifest.encrypted) throw noLicenseServer(url, 'its key systems are not described');
      return undefined;
    }
    return (video) =>
      new Unlocker({
        video,
        protection,
        manifest,
        codecs,
        url,
        context: this.#context,
        signal: this.#closing.signal,
        onFailure: (error) => this.#fail(error),
      });
  }

  #listen(media: TechMedia): void {
    const options = { signal: this.#closing.signal };
    media.addEventListener('loadeddata', () => this.#mark('first-picture'), options);
    media.addEventListener(
      'timeupdate',
      () => {
        const shown = this.#mapping.timeline.spanAt(media.currentTime)?.rendition;
        if (shown !== this.#rendition.peek()) this.#rendition.value = shown;
      },
      options,
    );
    media.addEventListener('loadedmetadata', () => this.#beginRecording(media), options);
    media.addEventListener('ended', () => (this.#health.value = 'ended'), options);
    media.addEventListener(
      'error',
      () => {
        const what = media.error?.message || 'no reason given';
        this.#failDecoding(what, this.#engine?.controller.error);
      },
      options,
    );
  }

  #onEngineEvent(event: EngineEvent): void {
    const controller = this.#engine?.controller;
    if (controller === undefined || this.#closing.signal.aborted) return;
    switch (event.type) {
      case 'manifestparsecomplete':
      case 'playlistparsecomplete':
        this.#onManifest();
        break;
      case 'seekablerangeschanged':
        this.#mapping.listed(controller);
        this.#playback.peek()?.windowMoved();
        this.#onWindow();
        break;
      case 'appendsdone':
        if (event.metadata?.segmentInfo?.type !== 'main') break;
        // A deck's segments were placed before they went to it.
        if (this.decode === 'mse') this.#mapping.appended(controller);
        this.#deck.peek()?.appended();
        this.#onWindow();
        if (this.#health.peek() !== 'flowing') this.#health.value = 'flowing';
        break;
    }
  }

  #onManifest(): void {
    const main = this.#engine?.controller.main();
    const playlists = main?.playlists ?? [];
    const isLocked = playlists.every(({ contentProtection }) => contentProtection !== undefined);
    if (playlists.length > 0 && isLocked && this.#unlock === undefined) {
      this.#fail(noLicenseServer(this.#source.url, 'this engine unlocks DASH alone'));
      return;
    }
    const listed = renditionsOf(main);
    if (JSON.stringify(listed) !== JSON.stringify(this.#renditions.peek())) this.#renditions.value = listed;
    this.#playback.peek()?.manifestRead();
  }

  #onWindow(): void {
    const controller = this.#engine?.controller;
    const endList = controller?.media()?.endList;
    if (endList !== undefined) this.#setLive(!endList);
    const range = controller?.seekable();
    if (range === undefined || range.length === 0) return;
    const from = this.#mapping.timeline.at(range.start(0));
    const to = this.#mapping.timeline.at(range.end(range.length - 1));
    if (from !== undefined && to !== undefined) this.#seekable.value = { from, to };
  }

  #livePlayback({ controller }: Engine): LivePlayback {
    const { clock, environment } = this.#context;
    const playback = new LivePlayback({
      environment,
      clock,
      mapping: this.#mapping,
      controller,
      listing: this.#listing,
      dash: this.type === 'dash',
    });
    playback.want(this.#wantedLatency);
    return playback;
  }

  /** VHS begins a recording at its start. */
  #beginRecording(media: TechMedia): void {
    const { startAt } = this.#context;
    if (this.#live.peek() || startAt === undefined) return;
    const position = this.timeline.mediaTimeOf(startAt);
    if (position !== undefined) media.currentTime = this.#insideWindow(position);
  }

  async #seekTo(position: number): Promise<void> {
    const media = this.#outlet?.media;
    if (media === undefined) throw notSeekable(this.type, this.#source.url);
    const seeked = new Promise<void>((resolve) => {
      media.addEventListener('seeked', () => resolve(), { once: true, signal: this.#closing.signal });
    });
    media.currentTime = this.#insideWindow(position);
    await abortable(seeked, this.#closing.signal);
  }

  /** VHS takes a seek out of its window for an accident, and mends it by emptying its buffers. */
  #insideWindow(position: number): number {
    const range = this.#engine?.controller.seekable();
    if (range === undefined || range.length === 0) return position;
    const end = Math.max(range.end(range.length - 1), this.#playback.peek()?.position ?? 0);
    return Math.max(range.start(0), Math.min(position, end));
  }

  #isAudio(url: string): boolean {
    const pending = this.#engine?.controller.audioSegmentLoader_.pendingSegment_;
    return pending?.uri === url || pending?.segment.map?.resolvedUri === url;
  }

  #setLive(live: boolean): void {
    this.#live.value = live;
    this.#seam.patience = live ? livePatience : onDemandPatience;
  }

  #mark(stage: string): void {
    this.#stages[stage] ??= Math.round(this.#context.environment.monotonic() - this.#startedAt);
  }

  #onEngineError(error: unknown): void {
    const what = describe(error);
    const { url } = this.#source;
    const nothingPlays = this.#stages['first-picture'] === undefined && /no available working/i.test(what);
    if (nothingPlays) this.#fail(unsupported(this.type, url, what));
    else this.#failDecoding(what, error);
  }

  /** The element says so itself, or the engine when it next appends: whichever is heard first. */
  #failDecoding(what: string, cause: unknown): void {
    const media = this.#outlet?.media;
    const broken = media !== undefined && media.error !== null;
    const wrongKey =
      this.#unlocker !== undefined && broken && media.getVideoPlaybackQuality().totalVideoFrames === 0;
    const { url } = this.#source;
    this.#fail(wrongKey ? undecodable(url, cause ?? what) : decodeFailed(this.type, url, what, cause));
  }

  #fail(error: OlympicPlayerError): void {
    if (this.#closing.signal.aborted || this.#failure.peek() !== undefined) return;
    this.#seam.close();
    this.#playback.peek()?.close();
    this.#failure.value = error;
  }
}

function describe(error: unknown): string {
  if (typeof error === 'string') return error;
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return 'no reason given';
}

/** RFC 6381 names in an MPD or a playlist. */
function codecsIn(manifest: string): readonly string[] {
  return [...manifest.matchAll(/codecs="([^"]*)"/gi)].flatMap(([, names = '']) => names.split(','));
}

/** Resolves when the manifest has been read; segments load once a video element is attached, or at once into a deck. */
export async function connectVhs(source: Source, decode: DecodePath, context: ConnectContext): Promise<Feed> {
  const type = source.type === 'hls' ? 'hls' : 'dash';
  hostWorkersAt(context.workerUrl);
  if (decode !== 'webcodecs') return opened(new VhsFeed({ ...source, type }, 'mse', context));
  const hosting = abortable(context.media(), context.signal);
  // Whoever waits for the manifest first must not miss that the worker could not start.
  hosting.catch(() => {});
  return opened(new VhsFeed({ ...source, type }, 'webcodecs', context), hosting);
}

async function opened(feed: VhsFeed, hosting?: Promise<MediaHost>): Promise<Feed> {
  try {
    await feed.open();
    const host = await hosting;
    if (host !== undefined) await feed.decodeIn(host);
    return feed;
  } catch (error) {
    await feed.close();
    throw error;
  }
}
