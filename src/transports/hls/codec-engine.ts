import Hls, { ErrorTypes, Events } from 'hls.js';
import type { BufferAppendedData, BufferAppendingData, ErrorData, HlsConfig, LevelDetails } from 'hls.js';
import { eventTime, plainError } from '../../base/index.js';
import type { OlympicPlayerError } from '../../base/index.js';
import { CodecMedia, CodecMediaSource, Mp4Segments, tapCaptions } from '../../media/index.js';
import type { AppendOrigin, Cue, FeedContext, SampleSink, TypeSupport } from '../../media/index.js';
import { CaptionDesk } from '../captions/index.js';
import type { ConnectContext } from '../contract.js';
import { avoidingAbrController } from './abr-controller.js';
import { promptAudioController } from './audio-controller.js';
import { codecBufferController } from './buffer-controller.js';
import { HlsCaptions, captionConfig } from './captions.js';
import { hlsConfig } from './config.js';
import { hlsError } from './errors.js';
import { EventMap } from './event-map.js';
import { LiveAim } from './live-aim.js';
import { seamLoader } from './loader.js';
import { LossWatch } from './loss-watch.js';
import { dateRangeEvents } from './metadata.js';
import type { HlsRequest, HlsView } from './protocol.js';
import { startPosition } from './start-position.js';

/** Media errors are often one bad segment; the engine may rebuild its buffers this often before it counts as failed. */
const mediaRecoveries = 1;
/** Ahead of the playhead, seconds: half of what windows keep. Where bytes are cheap hls.js would go on to ten minutes. */
const secondsAhead = 30;
/** Bytes ahead of the playhead: half of what a session may hold, the other half is the past. */
const bytesAhead = 32 * 2 ** 20;
/** A start this near to the target is left to the pacer, ms. */
const nearMs = 80;
const unknownOrigin: AppendOrigin = { rendition: '', eventTimeOf: () => undefined };

/** These steer elements, listen to the device's keys, or need a page to do it. */
const withoutPage = {
  capLevelController: undefined,
  fpsController: undefined,
  id3TrackController: undefined,
  emeController: undefined,
  cmcdController: undefined,
  interstitialsController: undefined,
  iframeController: undefined,
} as const;

export interface EngineOptions {
  readonly request: HlsRequest;
  readonly context: FeedContext;
  readonly prepare: ConnectContext['prepareRequest'];
  readonly support: TypeSupport;
  readonly tell: (change: Partial<HlsView>) => void;
  /** Told of cues of the captions that are selected. */
  readonly cues?: (id: string, cues: readonly Cue[]) => void;
}

/** hls.js whole, where the samples are: it feeds a deck instead of a media element. */
export class CodecEngine {
  readonly #options: EngineOptions;
  readonly #hls: Hls;
  readonly #media: CodecMedia;
  readonly #map = new EventMap();
  readonly #aim: LiveAim;
  readonly #losses: LossWatch;
  readonly #captions: HlsCaptions;
  /** The deck's, by way of the captions in the pictures. */
  readonly #sink: SampleSink;
  readonly #origins = new WeakMap<BufferSource, AppendOrigin>();
  readonly #stages: Record<string, number> = {};
  #view: Partial<HlsView> = { live: true };
  #bytes = 0;
  #recoveries = 0;
  #started = false;
  /** The playhead has been sent to where it is due, or is there. */
  #onTarget = false;
  #closed = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#aim = new LiveAim(options.request.targetLatencyMs, () => options.context.deck.audible.peek());
    const { context, request, prepare, support } = options;
    this.#media = new CodecMedia(context.deck, context.environment);
    const loader = seamLoader(prepare, (playlist) => support.learn(codecsIn(playlist)));
    // The types say that every controller is there; hls.js takes `undefined` for those that are not wanted.
    const config: Partial<HlsConfig> = {
      ...hlsConfig(loader, request.lowLatency),
      ...captionConfig,
      ...(withoutPage as object),
    };
    /** Renditions that cannot be decoded here. */
    const left = new Set<number>();
    this.#hls = new Hls({
      ...config,
      abrController: avoidingAbrController(left),
      maxBufferSize: bytesAhead,
      maxMaxBufferLength: secondsAhead,
      audioStreamController: promptAudioController(),
      bufferController: codecBufferController({
        createSource: () => this.#createSource(),
        listed: (details) => this.#aimAtStart(details),
        appending: (data) => this.#remember(data),
        keptFrom: () => this.#keptFrom(),
      }),
    });
    const desk = new CaptionDesk({
      list: (captions) => this.#set({ captions }),
      cues: (id, cues) => options.cues?.(id, cues),
    });
    this.#captions = new HlsCaptions(this.#hls, desk);
    this.#sink = tapCaptions(context.deck.sink, desk.addChannel);
    this.#losses = new LossWatch(this.#hls, context.deck, this.#media, context.log, left);
    this.#listen();
    if (request.targetLatencyMs !== undefined) this.#hls.targetLatency = request.targetLatencyMs / 1000;
  }

  /** Resolves when the multivariant playlist has been read. */
  load(): Promise<void> {
    const { url } = this.#options.request;
    const parsed = new Promise<void>((resolve, reject) => {
      this.#hls.once(Events.MANIFEST_PARSED, () => resolve());
      this.#hls.on(Events.ERROR, (_event, data) => {
        if (data.fatal) reject(hlsError(data, url));
      });
    });
    // What it looks at is there; it never asks whether the element is one of the page's.
    this.#hls.attachMedia(this.#media as unknown as HTMLMediaElement);
    this.#hls.loadSource(url);
    return parsed;
  }

  livePosition(): number | undefined {
    this.#onTarget = true;
    if (this.#view.live !== true) return undefined;
    this.#aim.jumped();
    const due = this.#aim.position(this.#now());
    const details = this.#hls.latestLevelDetails;
    if (due === undefined || details === null) return this.#hls.liveSyncPosition ?? undefined;
    return startPosition(details, due / 1000);
  }

  /** The viewer goes somewhere: nobody sends them on to the live edge. */
  sought(): void {
    this.#onTarget = true;
  }

  select(rendition: string): void {
    const level =
      rendition === 'auto' ? -1 : this.#hls.levels.findIndex((_, index) => String(index) === rendition);
    this.#set({ selected: level < 0 ? 'auto' : rendition });
    this.#hls.nextLevel = level;
  }

  selectCaptions(id: string | undefined): void {
    this.#captions.select(id);
  }

  setTargetLatency(milliseconds: number): void {
    this.#aim.asked = milliseconds;
    this.#hls.targetLatency = milliseconds / 1000;
    this.#set({ targetLatencyMs: Math.round(this.#aim.targetMs(this.#now()) ?? milliseconds) });
  }

  stats(): { bytes: number; stages: Record<string, number> } {
    return { bytes: this.#bytes, stages: { ...this.#stages } };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#losses.close();
    this.#hls.destroy();
    this.#media.close();
  }

  fail(error: OlympicPlayerError): void {
    if (this.#closed || this.#view.failure !== undefined) return;
    this.#set({ failure: plainError(error) });
    this.#hls.stopLoad();
  }

  #set(change: Partial<HlsView>): void {
    this.#view = { ...this.#view, ...change };
    this.#options.tell(change);
  }

  #keptFrom(): number | undefined {
    const [first] = this.#options.context.deck.buffered.peek();
    return first === undefined ? undefined : first.from / 1000;
  }

  #mark(stage: string): void {
    this.#stages[stage] ??= Math.round(this.#now() - this.#options.request.startedAt);
  }

  /** The clock of this device, ms since the epoch, as page and worker have it. */
  #now(): number {
    const { environment } = this.#options.context;
    return environment.timeOrigin + environment.monotonic();
  }

  #createSource(): MediaSource {
    const { deck, log } = this.#options.context;
    const source = new CodecMediaSource(
      {
        sink: this.#sink,
        setDuration: (milliseconds) => {
          deck.duration = milliseconds;
        },
        describe: (bytes) => this.#origins.get(bytes) ?? unknownOrigin,
        supports: (mimeType) => this.#options.support.supports(mimeType),
        fail: (kind, cause) => this.#media.fail(kind === 'decode' ? 3 : 2, cause?.message ?? kind),
        refuse: (error) => this.fail(error),
        lenient: true,
        malformed: (error) => log.warn('hls: a segment cannot be read', error),
      },
      () => new Mp4Segments(),
    );
    this.#media.attach(source);
    // Every member that hls.js uses is there, and a contract test plays through it.
    return source as unknown as MediaSource;
  }

  /** What the playlist says of bytes that are about to be appended. */
  #remember({ data, frag, part, parent }: BufferAppendingData): void {
    const rendition = parent === 'audio' ? `audio ${frag.level}` : String(frag.level);
    const date = frag.programDateTime;
    if (date === null) {
      this.#origins.set(data, { rendition, eventTimeOf: (_kind, start) => this.#map.at(start) });
      return;
    }
    // The date is that of the segment's first frame; a segment may come as many runs.
    let offsetMs: number | undefined;
    const eventTimeOf: AppendOrigin['eventTimeOf'] = (kind, start, end) => {
      // Sound goes by the pictures' dates: its own frames do not begin where segments do.
      const known = kind === 'audio' && this.#hasPictures ? this.#map.at(start) : undefined;
      if (known !== undefined) return known;
      offsetMs ??= date + (part?.fragOffset ?? 0) * 1000 - start * 1000;
      const stamped = this.#map.stamp(start, end, eventTime(start * 1000 + offsetMs));
      this.#tellPieces();
      return stamped;
    };
    this.#origins.set(data, { rendition, eventTimeOf });
  }

  get #hasPictures(): boolean {
    return this.#hls.levels.some(({ videoCodec, width }) => videoCodec !== undefined || width > 0);
  }

  #tellPieces(): void {
    const { pieces } = this.#map;
    if (JSON.stringify(pieces) !== JSON.stringify(this.#view.pieces)) this.#set({ pieces });
  }

  #listen(): void {
    const hls = this.#hls;
    hls.on(Events.MANIFEST_PARSED, (_event, { levels }) => {
      this.#mark('manifest');
      this.#set({
        renditions: levels.map((level, index) => ({
          id: String(index),
          width: level.width || undefined,
          height: level.height || undefined,
          bitrate: level.bitrate || undefined,
          codec: level.videoCodec ?? undefined,
        })),
      });
      hls.startLoad();
    });
    hls.on(Events.LEVEL_UPDATED, (_event, { details }) => this.#onPlaylist(details));
    hls.on(Events.FRAG_LOADED, (_event, { payload }) => {
      this.#bytes += payload.byteLength;
      this.#mark('first-segment');
    });
    hls.on(Events.FRAG_BUFFERED, () => {
      this.#mark('buffered');
      if (this.#view.health !== 'flowing') this.#set({ health: 'flowing' });
    });
    hls.on(Events.BUFFER_APPENDED, (_event, data) => this.#onAppended(data));
    hls.on(Events.BUFFERED_TO_END, () => {
      if (this.#view.live === false) this.#set({ health: 'ended' });
    });
    hls.on(Events.ERROR, (_event, data) => this.#onError(data));
  }

  #onPlaylist(details: LevelDetails): void {
    this.#map.list(
      details.fragments.flatMap(({ start, end, programDateTime }) =>
        programDateTime === null ? [] : [{ start, end, offsetMs: programDateTime - start * 1000 }],
      ),
    );
    const from = this.#map.at(details.fragmentStart);
    const to = this.#map.at(details.edge);
    const now = this.#now();
    this.#aim.saw(details, now);
    const { targetLatency } = this.#hls;
    const target = this.#aim.targetMs(now) ?? (targetLatency === null ? undefined : targetLatency * 1000);
    this.#set({
      live: details.live,
      parts: (details.partList?.length ?? 0) > 0,
      seekable: from === undefined || to === undefined ? undefined : { from, to },
      edgeMs: details.live ? this.#aim.edgeMs : undefined,
      ...(details.live && target !== undefined ? { targetLatencyMs: Math.round(target) } : {}),
    });
    this.#tellPieces();
    const metadata = dateRangeEvents(details.dateRanges, this.#view.metadata ?? []);
    if (metadata !== this.#view.metadata) this.#set({ metadata });
    if (!this.#started) this.#startAt(details);
  }

  /** Begins at the last event time the viewer saw; without one hls.js has begun at its target. */
  #startAt(details: LevelDetails): void {
    this.#started = true;
    const { startAt } = this.#options.request;
    if (startAt === undefined || !details.live) return;
    // Who comes from elsewhere is not sent on: they would miss something.
    this.#onTarget = true;
    const wanted = this.#map.mediaTimeOf(startAt);
    if (wanted !== undefined) this.#hls.startLoad(startPosition(details, wanted));
  }

  /** hls.js begins at its own target, so that has to be ours before it looks. */
  #aimAtStart(details: LevelDetails): void {
    if (this.#started) return;
    const now = this.#now();
    this.#aim.saw(details, now);
    const target = this.#aim.targetMs(now);
    if (target !== undefined) this.#hls.targetLatency = target / 1000;
  }

  /** A part has become samples. */
  #onAppended({ type, part, parent }: BufferAppendedData): void {
    if (part === null) return;
    const isVideo = parent === 'main' && type !== 'audio';
    if (isVideo || parent === 'audio')
      this.#aim.arrived(isVideo ? 'video' : 'audio', part.start * 1000, this.#now());
    if (!this.#onTarget) this.#goToTarget();
  }

  /** Loading the first parts has taken its time: the viewer is sent on as soon as what is due is there. */
  #goToTarget(): void {
    const { deck } = this.#options.context;
    const due = this.#aim.position(this.#now());
    if (due === undefined || deck.paused.peek()) return;
    if (due - deck.time < nearMs) {
      this.#onTarget = deck.frame.peek() !== undefined;
      return;
    }
    if (!deck.buffered.peek().some(({ from, to }) => from <= due && due < to)) return;
    this.#onTarget = true;
    this.#media.currentTime = due / 1000;
  }

  #onError(data: ErrorData): void {
    if (!data.fatal || this.#closed || this.#view.failure !== undefined) return;
    if (data.type === ErrorTypes.MEDIA_ERROR && this.#recoveries < mediaRecoveries) {
      this.#recoveries += 1;
      this.#options.context.log.warn('hls: rebuilding the buffers after a media error', data.details);
      this.#hls.recoverMediaError();
      return;
    }
    this.fail(hlsError(data, this.#options.request.url));
  }
}

/** Every codec a multivariant playlist names (RFC 8216bis, 4.4.6.2). */
function codecsIn(playlist: string): string[] {
  const codecs = new Set<string>();
  for (const [, list = ''] of playlist.matchAll(/CODECS="([^"]*)"/g))
    for (const codec of list.split(/[,/]/)) codecs.add(codec.trim());
  codecs.delete('');
  return [...codecs];
}
