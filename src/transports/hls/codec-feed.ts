import {
  Link,
  MEDIA_ERR_SRC_NOT_SUPPORTED,
  OlympicPlayerError,
  abortError,
  abortable,
  childController,
  computed,
  revivedError,
  signal,
  toPlayerError,
  watch,
  MEDIA_ERR_DECODE,
} from '../../base/index.js';
import type { EventTime, ReadonlySignal } from '../../base/index.js';
import type { MediaHost, OpenedFeed } from '../../media/index.js';
import { CaptionBoard } from '../captions/index.js';
import type {
  ConnectContext,
  Delivery,
  Feed,
  FeedState,
  FeedStats,
  Source,
  SourceType,
  TimedEvent,
} from '../contract.js';
import { PieceTimeline } from './piece-timeline.js';
import type { HlsPageAnswers, HlsView, HlsWorkerAnswers } from './protocol.js';

/** The name of the other half in the media worker. */
export const hlsFeedName = 'hls';

const blank: HlsView = {
  health: 'starting',
  failure: undefined,
  live: true,
  parts: false,
  renditions: [],
  selected: 'auto',
  seekable: undefined,
  targetLatencyMs: undefined,
  metadata: [],
  captions: [],
  pieces: [],
  edgeMs: undefined,
};

/** HLS through our own decoding: hls.js runs in the media worker, this is what the page sees of it. */
class CodecHlsFeed implements Feed {
  readonly decode = 'webcodecs';
  readonly delivery: Delivery;
  readonly timeline: PieceTimeline;
  readonly state: FeedState;
  readonly metadata: ReadonlySignal<readonly TimedEvent[]>;
  readonly #source: Source;
  readonly #context: ConnectContext;
  readonly #host: MediaHost;
  readonly #deck: OpenedFeed['deck'];
  readonly #link: Link<HlsPageAnswers, HlsWorkerAnswers>;
  readonly #view = signal(blank);
  readonly #captions = new CaptionBoard();
  readonly #closing = new AbortController();

  constructor(source: Source, context: ConnectContext, host: MediaHost) {
    this.#source = source;
    this.#context = context;
    this.#host = host;
    const { deck, port } = host.open(hlsFeedName);
    this.#deck = deck;
    this.delivery = { kind: 'samples', deck };
    this.#link = new Link<HlsPageAnswers, HlsWorkerAnswers>(port, {
      prepare: async (request, purpose, options) => {
        // A page's hook may answer with more than what can go to a worker.
        const { url, method, headers } = await context.prepareRequest(request, purpose, options);
        return { url, method, headers: { ...headers } };
      },
      view: (change) => {
        if (change.captions !== undefined) this.#captions.list(change.captions);
        this.#view.value = { ...this.#view.peek(), ...change };
      },
      cues: (id, cues) => this.#captions.add(id, cues),
    });
    const view = this.#view;
    this.timeline = new PieceTimeline(computed(() => view.value.pieces));
    this.metadata = computed(() => view.value.metadata);
    this.state = {
      health: computed(() => view.value.health),
      failure: computed(() => {
        const { failure } = view.value;
        return failure === undefined
          ? undefined
          : toPlayerError(revivedError(failure), engineFailed(source.url));
      }),
      live: computed(() => view.value.live),
      renditions: computed(() => view.value.renditions),
      // Every picture says which rendition it is of.
      rendition: computed(() => deck.frame.value?.rendition),
      selected: computed(() => view.value.selected),
      seekable: computed(() => view.value.seekable),
      targetLatencyMs: computed(() => view.value.targetLatencyMs),
      captions: this.#captions.tracks,
      agreed: computed(() => `hls.js in ${host.where}, ${view.value.parts ? 'parts' : 'segments'}`),
    };
  }

  get type(): SourceType {
    return this.#source.type;
  }

  /** Resolves when the multivariant playlist has been read. */
  async load(): Promise<void> {
    const { signal: abort, startAt, environment } = this.#context;
    const limit = childController(abort);
    // A worker that dies answers nothing; one that cannot start the feed says so through the deck.
    const lost = computed(() => this.#host.lost.value ?? this.#deck.failure.value);
    watch(lost, limit.signal, (error) => {
      if (error !== undefined) limit.abort(error);
    });
    limit.signal.throwIfAborted();
    watch(this.#context.prepares, this.#closing.signal, (prepares) =>
      this.#link.tell('setPrepares', [prepares]),
    );
    const loading = this.#link.call('load', [
      {
        url: this.#source.url,
        lowLatency: this.#source.type === 'll-hls',
        startAt,
        targetLatencyMs: this.#context.targetLatencyMs ?? this.#source.targetLatencyMs,
        startedAt: performance.timeOrigin + environment.monotonic(),
      },
    ]);
    try {
      await abortable(loading, limit.signal);
    } finally {
      limit.abort(abortError('loaded'));
    }
  }

  async seek(time: EventTime): Promise<void> {
    const position = this.timeline.mediaTimeOf(time);
    if (position === undefined) throw notSeekable(this.#source.url);
    this.#link.tell('sought', []);
    await this.#deck.seek(position * 1000);
  }

  async seekToLive(): Promise<void> {
    const position = await this.#link.call('livePosition', []);
    if (position !== undefined) await this.#deck.seek(position * 1000);
  }

  select(rendition: string): void {
    // The worker confirms or corrects it; whoever asks at once gets what was chosen.
    this.#view.value = { ...this.#view.peek(), selected: rendition };
    this.#link.tell('select', [rendition]);
  }

  selectCaptions(id: string | undefined): void {
    this.#link.tell('selectCaptions', [id]);
  }

  setTargetLatency(milliseconds: number | undefined): void {
    if (milliseconds !== undefined) this.#link.tell('setTargetLatency', [milliseconds]);
  }

  requestKeyFrame(): void {}

  behindTargetMs(): number | undefined {
    const { live, edgeMs, targetLatencyMs } = this.#view.peek();
    if (
      !live ||
      edgeMs === undefined ||
      targetLatencyMs === undefined ||
      this.#deck.frame.peek() === undefined
    )
      return undefined;
    const now = performance.timeOrigin + this.#context.environment.monotonic();
    return now + edgeMs - this.#deck.currentTime * 1000 - targetLatencyMs;
  }

  async stats(): Promise<FeedStats> {
    const [{ bytes, stages }, { framesDecoded, framesDropped }] = await Promise.all([
      this.#link.call('stats', []),
      this.#deck.stats(),
    ]);
    return { bytes, stages, framesDecoded, framesDropped };
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    const reason = abortError('the feed was closed');
    this.#closing.abort(reason);
    this.#link.tell('close', []);
    this.#link.close(reason);
    this.#deck.close();
  }
}

function engineFailed(url: string) {
  return {
    reason: 'hls/engine',
    code: MEDIA_ERR_DECODE,
    message: 'hls: the engine in the media worker gave up.',
    hint: 'Another way to play the source is tried.',
    source: url,
  } as const;
}

function notSeekable(url: string): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'hls/not-seekable',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: 'hls: this playlist carries no dates, so an event time has no place in it.',
    hint: 'Publish EXT-X-PROGRAM-DATE-TIME.',
    source: url,
  });
}

/** Resolves when the multivariant playlist has been read; segments load and become samples from then on. */
export async function connectCodecHls(source: Source, context: ConnectContext): Promise<Feed> {
  const host = await abortable(context.media(), context.signal);
  const feed = new CodecHlsFeed(source, context, host);
  try {
    await feed.load();
    return feed;
  } catch (error) {
    await feed.close();
    throw error;
  }
}
