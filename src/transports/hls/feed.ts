import Hls, { ErrorTypes, Events } from 'hls.js';
import type { ErrorData, LevelDetails } from 'hls.js';
import {
  MEDIA_ERR_SRC_NOT_SUPPORTED,
  OlympicPlayerError,
  abortError,
  abortable,
  computed,
  signal,
} from '../../base/index.js';
import type { EventRange, EventTime } from '../../base/index.js';
import type {
  ConnectContext,
  Delivery,
  Feed,
  FeedHealth,
  FeedState,
  FeedStats,
  Rendition,
  Source,
  SourceType,
  TimedEvent,
} from '../contract.js';
import { CaptionBoard, CaptionDesk } from '../captions/index.js';
import { frameCounts } from '../frame-counts.js';
import { isProtected } from '../protected.js';
import { tellingBufferController } from './buffer-controller.js';
import { HlsCaptions, captionConfig, readUserData } from './captions.js';
import { hlsConfig } from './config.js';
import { hlsError } from './errors.js';
import { seamLoader } from './loader.js';
import { HlsProtection } from './protection.js';
import { startPosition } from './start-position.js';
import { ProgramDateTimeline } from './timeline.js';
import { dateRangeEvents } from './metadata.js';

/** Media errors are often one bad segment; the engine may rebuild its buffers this often before it counts as failed. */
const mediaRecoveries = 1;

class HlsFeed implements Feed {
  readonly decode = 'mse';
  readonly delivery: Delivery;
  readonly timeline: ProgramDateTimeline;
  readonly state: FeedState;
  readonly #hls: Hls;
  readonly #source: Source;
  readonly #context: ConnectContext;
  readonly #closing = new AbortController();
  readonly #health = signal<FeedHealth>('starting');
  readonly #failure = signal<OlympicPlayerError | undefined>(undefined);
  readonly #live = signal(true);
  readonly #parts = signal(false);
  readonly #renditions = signal<readonly Rendition[]>([]);
  readonly #rendition = signal<string | undefined>(undefined);
  readonly #selected = signal('auto');
  readonly #seekable = signal<EventRange | undefined>(undefined);
  readonly #targetLatency = signal<number | undefined>(undefined);
  readonly #metadata = signal<readonly TimedEvent[]>([]);
  readonly #stages: Record<string, number> = {};
  readonly #startedAt: number;
  readonly #protection: HlsProtection | undefined;
  readonly #board = new CaptionBoard();
  readonly #captions: HlsCaptions;
  #video: HTMLVideoElement | undefined;
  /** What hls.js has put on it last. */
  #src = '';
  #bytes = 0;
  #recoveries = 0;
  #started = false;

  constructor(source: Source, context: ConnectContext) {
    this.#source = source;
    this.#context = context;
    this.#startedAt = context.environment.monotonic();
    if (isProtected(source))
      this.#protection = new HlsProtection({
        source,
        context,
        signal: this.#closing.signal,
        onFailure: (error) => (this.#failure.value ??= error),
      });
    const config = hlsConfig(seamLoader(context.prepareRequest), source.type === 'll-hls');
    const bufferController = tellingBufferController((url) => (this.#src = url));
    this.#hls = new Hls({ ...config, ...captionConfig, ...this.#protection?.config, bufferController });
    const desk = new CaptionDesk({
      list: (infos) => this.#board.list(infos),
      cues: (id, cues) => this.#board.add(id, cues),
    });
    this.#captions = new HlsCaptions(this.#hls, desk);
    readUserData(this.#hls, desk);
    this.timeline = new ProgramDateTimeline(this.#hls);
    this.delivery = { kind: 'element', attach: (video) => this.#attach(video) };
    this.state = {
      health: this.#health,
      failure: this.#failure,
      live: this.#live,
      renditions: this.#renditions,
      rendition: this.#rendition,
      selected: this.#selected,
      seekable: this.#seekable,
      targetLatencyMs: this.#targetLatency,
      captions: this.#board.tracks,
      agreed: computed(() => `hls.js ${Hls.version}, ${this.#parts.value ? 'parts' : 'segments'}`),
    };
    this.#listen();
    const target = context.targetLatencyMs ?? source.targetLatencyMs;
    if (target !== undefined) this.setTargetLatency(target);
  }

  get type(): SourceType {
    return this.#source.type;
  }

  get metadata() {
    return this.#metadata;
  }

  /** Resolves when the multivariant playlist has been read. */
  load(): Promise<void> {
    const parsed = new Promise<void>((resolve, reject) => {
      this.#hls.once(Events.MANIFEST_PARSED, () => {
        this.#mark('manifest');
        resolve();
      });
      this.#hls.on(Events.ERROR, (_event, data) => {
        if (data.fatal) reject(hlsError(data, this.#source.url));
      });
    });
    this.#hls.loadSource(this.#source.url);
    return abortable(parsed, this.#context.signal);
  }

  async seek(time: EventTime): Promise<void> {
    const position = this.timeline.mediaTimeOf(time);
    const video = this.#video;
    if (position === undefined || video === undefined)
      throw new OlympicPlayerError({
        reason: 'hls/not-seekable',
        code: MEDIA_ERR_SRC_NOT_SUPPORTED,
        message: 'hls: this playlist carries no dates, so an event time has no place in it.',
        hint: 'Publish EXT-X-PROGRAM-DATE-TIME.',
        source: this.#source.url,
      });
    video.currentTime = position;
  }

  async seekToLive(): Promise<void> {
    const position = this.#hls.liveSyncPosition;
    if (position !== null && this.#video !== undefined) this.#video.currentTime = position;
  }

  select(rendition: string): void {
    const level =
      rendition === 'auto' ? -1 : this.#hls.levels.findIndex((_, index) => String(index) === rendition);
    this.#selected.value = level < 0 ? 'auto' : rendition;
    this.#hls.nextLevel = level;
  }

  selectCaptions(id: string | undefined): void {
    this.#captions.select(id);
  }

  setTargetLatency(milliseconds: number | undefined): void {
    if (milliseconds !== undefined) this.#hls.targetLatency = milliseconds / 1000;
    this.#targetLatency.value = milliseconds ?? this.#targetLatency.value;
  }

  requestKeyFrame(): void {}

  behindTargetMs(): number | undefined {
    const { latency, targetLatency } = this.#hls;
    if (!this.#live.peek() || targetLatency === null || latency === 0) return undefined;
    return (latency - targetLatency) * 1000;
  }

  async stats(): Promise<FeedStats> {
    return {
      bytes: this.#bytes,
      ...frameCounts(this.#video),
      stages: { ...this.#stages },
    };
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort(abortError('the feed was closed'));
    this.#hls.destroy();
    this.#empty();
    await this.#protection?.close();
  }

  /** hls.js takes its source for somebody else's while the element has not noticed it, and leaves it there. */
  #empty(): void {
    const video = this.#video;
    if (video === undefined || this.#src === '') return;
    const children = [...video.querySelectorAll('source')].filter(({ src }) => src === this.#src);
    if (video.src !== this.#src && children.length === 0) return;
    video.removeAttribute('src');
    for (const child of children) child.remove();
    video.load();
  }

  async #attach(video: HTMLVideoElement): Promise<void> {
    this.#video = video;
    await this.#protection?.attach(video);
    const attached = new Promise<void>((resolve) => this.#hls.once(Events.MEDIA_ATTACHED, () => resolve()));
    this.#hls.attachMedia(video);
    await abortable(attached, AbortSignal.any([this.#context.signal, this.#closing.signal]));
    this.#mark('attached');
    this.#hls.startLoad();
  }

  #mark(stage: string): void {
    this.#stages[stage] ??= Math.round(this.#context.environment.monotonic() - this.#startedAt);
  }

  #listen(): void {
    const hls = this.#hls;
    hls.on(Events.MANIFEST_PARSED, (_event, { levels }) => {
      this.#renditions.value = levels.map((level, index) => ({
        id: String(index),
        width: level.width || undefined,
        height: level.height || undefined,
        bitrate: level.bitrate || undefined,
        codec: level.videoCodec ?? undefined,
      }));
    });
    hls.on(Events.LEVEL_UPDATED, (_event, { details }) => this.#onPlaylist(details));
    hls.on(Events.LEVEL_SWITCHED, (_event, { level }) => {
      this.#rendition.value = String(level);
    });
    hls.on(Events.FRAG_LOADED, (_event, { payload }) => {
      this.#bytes += payload.byteLength;
      this.#mark('first-segment');
    });
    hls.on(Events.FRAG_BUFFERED, () => {
      this.#mark('buffered');
      this.#health.value = 'flowing';
    });
    hls.on(Events.BUFFERED_TO_END, () => {
      if (!this.#live.value) this.#health.value = 'ended';
    });
    hls.on(Events.ERROR, (_event, data) => this.#onError(data));
  }

  #onPlaylist(details: LevelDetails): void {
    this.#live.value = details.live;
    this.#parts.value = (details.partList?.length ?? 0) > 0;
    this.#seekable.value = this.timeline.window;
    const target = this.#hls.targetLatency;
    if (details.live && target !== null) this.#targetLatency.value = Math.round(target * 1000);
    this.#metadata.value = dateRangeEvents(details.dateRanges, this.#metadata.value);
    if (!this.#started) this.#startAt(details);
  }

  /** Begins at the last event time the viewer saw, closer to the edge than the hold-back where that is needed. */
  #startAt(details: LevelDetails): void {
    this.#started = true;
    const { startAt } = this.#context;
    if (startAt === undefined || !details.live) return;
    const wanted = this.timeline.mediaTimeOf(startAt);
    if (wanted === undefined) return;
    this.#hls.startLoad(startPosition(details, wanted));
  }

  #onError(data: ErrorData): void {
    if (!data.fatal || this.#closing.signal.aborted || this.#failure.peek() !== undefined) return;
    if (
      data.type === ErrorTypes.MEDIA_ERROR &&
      this.#recoveries < mediaRecoveries &&
      this.#video !== undefined
    ) {
      this.#recoveries += 1;
      this.#context.log.warn('hls: rebuilding the buffers after a media error', data.details);
      this.#hls.recoverMediaError();
      return;
    }
    this.#failure.value ??= hlsError(data, this.#source.url);
  }
}

/** Resolves when the multivariant playlist has been read; segments load once a video element is attached. */
export async function connectHls(source: Source, context: ConnectContext): Promise<Feed> {
  const feed = new HlsFeed(source, context);
  try {
    await feed.load();
    return feed;
  } catch (error) {
    await feed.close();
    throw error;
  }
}
