import {
  MEDIA_ERR_DECODE,
  MEDIA_ERR_SRC_NOT_SUPPORTED,
  OlympicPlayerError,
  abortError,
  constant,
  eventTime,
  signal,
} from '../../base/index.js';
import type { EventRange, EventTime, MediaErrorCode, TimeGrade } from '../../base/index.js';
import type {
  ConnectContext,
  Delivery,
  Feed,
  FeedHealth,
  FeedState,
  FeedStats,
  FrameTiming,
  Source,
  SourceType,
  Timeline,
} from '../contract.js';
import { frameCounts } from '../frame-counts.js';

/** HTMLMediaElement.getStartDate (HTML, 4.8.11.6): the date of media time 0. Safari has it; Chromium does not yet. */
interface DatedMedia {
  getStartDate(): Date;
}

function isDated(video: object): video is DatedMedia {
  return 'getStartDate' in video;
}

/** Event time through the element's own start date. */
class StartDateTimeline implements Timeline {
  readonly accuracy = signal<{ errorMs: number; grade: TimeGrade }>({
    errorMs: Infinity,
    grade: 'estimated',
  });
  video: HTMLVideoElement | undefined;

  eventTimeOf(frame: FrameTiming): EventTime | undefined {
    return this.at(frame.mediaTime);
  }

  at(mediaTime: number): EventTime | undefined {
    const start = this.#startMs();
    return start === undefined ? undefined : eventTime(start + mediaTime * 1000);
  }

  mediaTimeOf(time: EventTime): number | undefined {
    const start = this.#startMs();
    return start === undefined ? undefined : (time - start) / 1000;
  }

  #startMs(): number | undefined {
    if (this.video === undefined || !isDated(this.video)) return undefined;
    const start = this.video.getStartDate().getTime();
    if (Number.isNaN(start)) return undefined;
    if (this.accuracy.peek().grade !== 'server') this.accuracy.value = { errorMs: 20, grade: 'server' };
    return start;
  }
}

class NativeFeed implements Feed {
  readonly decode = 'native';
  readonly type: SourceType;
  readonly delivery: Delivery;
  readonly timeline = new StartDateTimeline();
  readonly metadata = constant([]);
  readonly state: FeedState;
  readonly #context: ConnectContext;
  readonly #url: string;
  readonly #sourceUrl: string;
  readonly #closing = new AbortController();
  readonly #health = signal<FeedHealth>('starting');
  readonly #failure = signal<OlympicPlayerError | undefined>(undefined);
  readonly #live = signal(true);
  readonly #seekable = signal<EventRange | undefined>(undefined);
  #video: HTMLVideoElement | undefined;

  constructor(source: Source, url: string, context: ConnectContext) {
    this.type = source.type;
    this.#url = url;
    this.#sourceUrl = source.url;
    this.#context = context;
    this.delivery = { kind: 'element', attach: (video) => this.#attach(video) };
    this.state = {
      health: this.#health,
      failure: this.#failure,
      live: this.#live,
      renditions: constant([]),
      rendition: constant(undefined),
      selected: constant('auto'),
      seekable: this.#seekable,
      targetLatencyMs: constant(undefined),
      agreed: constant("the browser's own HLS player"),
    };
  }

  async seek(time: EventTime): Promise<void> {
    const position = this.timeline.mediaTimeOf(time);
    if (position === undefined || this.#video === undefined)
      throw new OlympicPlayerError({
        reason: 'native/not-seekable',
        code: MEDIA_ERR_SRC_NOT_SUPPORTED,
        message:
          'native: this browser does not say which date the stream shows, so an event time has no place in it.',
        hint: 'Publish EXT-X-PROGRAM-DATE-TIME; in Chromium let the hls.js transport play it.',
        source: this.#sourceUrl,
      });
    this.#video.currentTime = position;
  }

  async seekToLive(): Promise<void> {
    const video = this.#video;
    if (video !== undefined && video.seekable.length > 0)
      video.currentTime = video.seekable.end(video.seekable.length - 1);
  }

  select(): void {}
  setTargetLatency(): void {}
  requestKeyFrame(): void {}

  async stats(): Promise<FeedStats> {
    return {
      bytes: 0,
      ...frameCounts(this.#video),
      stages: {},
    };
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort(abortError('the feed was closed'));
    this.#video?.removeAttribute('src');
    this.#video?.load();
  }

  async #attach(video: HTMLVideoElement): Promise<void> {
    this.#video = video;
    this.timeline.video = video;
    const options = { signal: this.#closing.signal };
    video.addEventListener('loadedmetadata', () => this.#onMetadata(video), options);
    video.addEventListener('progress', () => this.#readSeekable(video), options);
    video.addEventListener('ended', () => (this.#health.value = 'ended'), options);
    video.addEventListener('error', () => this.#onError(video.error), options);
    video.src = this.#url;
  }

  #onMetadata(video: HTMLVideoElement): void {
    this.#live.value = video.duration === Infinity;
    this.#health.value = 'flowing';
    this.#readSeekable(video);
    const start = this.#context.startAt;
    if (start !== undefined) void this.seek(start).catch(() => this.seekToLive());
  }

  #readSeekable(video: HTMLVideoElement): void {
    if (video.seekable.length === 0) return;
    const from = this.timeline.at(video.seekable.start(0));
    const to = this.timeline.at(video.seekable.end(video.seekable.length - 1));
    this.#seekable.value = from === undefined || to === undefined ? undefined : { from, to };
  }

  #onError(error: MediaError | null): void {
    const known: readonly MediaErrorCode[] = [1, 2, 3, 4];
    this.#failure.value ??= new OlympicPlayerError({
      reason: 'native/media',
      code: known.find((code) => code === error?.code) ?? MEDIA_ERR_DECODE,
      message: `native: the browser could not play the stream (${error?.message || 'no reason given'}).`,
      hint: 'Another source of this angle may play; the player tries it by itself.',
      source: this.#sourceUrl,
    });
  }
}

/** The browser makes its own requests, so only the URL can pass the seam: headers cannot be added. */
export async function connectNative(source: Source, context: ConnectContext): Promise<Feed> {
  const { url } = await context.prepareRequest({ url: source.url }, 'manifest');
  return new NativeFeed(source, url, context);
}
