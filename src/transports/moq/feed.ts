import {
  Link,
  abortError,
  abortable,
  computed,
  eventTime,
  revivedError,
  signal,
  toPlayerError,
  MEDIA_ERR_NETWORK,
} from '../../base/index.js';
import type { EventRange, EventTime, OlympicPlayerError } from '../../base/index.js';
import type { DeckHandle, OpenedFeed } from '../../media/index.js';
import { CaptionBoard } from '../captions/index.js';
import type {
  ConnectContext,
  Delivery,
  Feed,
  FeedState,
  FeedStats,
  Source,
  TimedEvent,
  Timeline,
} from '../contract.js';
import { notSeekable } from './errors.js';
import type { ClockReading, MoqAnswers, MoqNotices, MoqView } from './link.js';
import { withToken } from './session/address.js';

/** The worker's idea of true time is renewed this often, ms: the viewer clock may be measured anew, and oscillators drift. */
const clockEveryMs = 1000;

const blank: MoqView = {
  health: 'starting',
  live: true,
  renditions: [],
  rendition: undefined,
  agreed: '',
  grade: 'estimated',
  latencyMs: 0,
  floorLatencyMs: 0,
  skewMs: 0,
  following: true,
};

/** The page's half: what the session sees of a broadcast that the media worker receives. */
class MoqFeed implements Feed {
  readonly type = 'moq';
  readonly decode = 'webcodecs';
  readonly delivery: Delivery;
  readonly timeline: Timeline;
  readonly state: FeedState;
  readonly #metadata = signal<readonly TimedEvent[]>([]);
  readonly #context: ConnectContext;
  readonly #source: Source;
  readonly #deck: DeckHandle;
  readonly #link: Link<MoqNotices, MoqAnswers>;
  readonly #view = signal<MoqView>(blank);
  readonly #failure = signal<OlympicPlayerError | undefined>(undefined);
  readonly #selected = signal('auto');
  readonly #captions = new CaptionBoard();
  readonly #startedAt: number;
  #cancelClock = () => {};
  #workerMs = 0;
  #closed = false;

  constructor(source: Source, context: ConnectContext, { deck, port }: OpenedFeed, startedAt: number) {
    this.#source = source;
    this.#context = context;
    this.#deck = deck;
    this.#startedAt = startedAt;
    this.delivery = { kind: 'samples', deck };
    this.#link = new Link<MoqNotices, MoqAnswers>(port, {
      prepare: (url, refresh) => this.#prepare(url, refresh),
      view: (change) => {
        this.#view.value = { ...this.#view.peek(), ...change };
      },
      events: (events) => {
        this.#metadata.value = events;
      },
      captions: (infos) => this.#captions.list(infos),
      cues: (id, cues) => this.#captions.add(id, cues),
      failed: (error) => this.#fail(revivedError(error)),
    });
    const view = this.#view;
    this.state = {
      health: computed(() => view.value.health),
      failure: computed(() => this.#failure.value ?? deck.failure.value),
      live: computed(() => view.value.live),
      renditions: computed(() => view.value.renditions),
      rendition: computed(() => view.value.rendition),
      selected: this.#selected,
      seekable: computed(() => this.#seekable()),
      targetLatencyMs: computed(() => (view.value.latencyMs === 0 ? undefined : view.value.latencyMs)),
      captions: this.#captions.tracks,
      agreed: computed(() => view.value.agreed),
    };
    this.timeline = {
      // The deck's time is event time.
      eventTimeOf: (frame) => eventTime(frame.eventTime ?? frame.mediaTime * 1000),
      mediaTimeOf: (time) => time / 1000,
      accuracy: computed(() => accuracyOf(view.value)),
    };
  }

  get metadata() {
    return this.#metadata;
  }

  async start(): Promise<void> {
    const { startAt, targetLatencyMs } = this.#context;
    this.#workerMs = Math.round(this.#context.environment.monotonic() - this.#startedAt);
    await this.#link.call('start', [
      {
        url: this.#source.url,
        track: this.#source.track,
        certificateHashes: this.#source.certificateHashes ?? [],
        targetLatencyMs: targetLatencyMs ?? this.#source.targetLatencyMs,
        startAt,
        clock: this.#clock(),
      },
    ]);
    this.#keepTime();
  }

  async seek(time: EventTime): Promise<void> {
    const range = this.#seekable();
    if (range === undefined || time < range.from || time >= range.to) throw notSeekable();
    await this.#link.call('seek', [time]);
  }

  async seekToLive(): Promise<void> {
    await this.#link.call('seekToLive', []);
  }

  select(rendition: string): void {
    this.#selected.value = rendition;
    this.#link.tell('select', [rendition]);
  }

  selectCaptions(id: string | undefined): void {
    this.#link.tell('selectCaptions', [id]);
  }

  setTargetLatency(milliseconds: number | undefined): void {
    this.#link.tell('setTargetLatency', [milliseconds]);
  }

  /** MoQ cannot ask a publisher for a key frame: the next group begins with one. */
  requestKeyFrame(): void {}

  behindTargetMs(): number | undefined {
    const { following, latencyMs, skewMs, health } = this.#view.peek();
    const time = this.#deck.currentTime * 1000;
    if (!following || health !== 'flowing' || !Number.isFinite(time) || this.#deck.seeking) return undefined;
    return this.#context.clock.now() - skewMs - latencyMs - time;
  }

  async stats(): Promise<FeedStats> {
    const [received, played] = await Promise.all([this.#link.call('stats', []), this.#deck.stats()]);
    const stages = Object.fromEntries(
      Object.entries(received.stages).map(([name, ms]) => [name, ms + this.#workerMs] as const),
    );
    return {
      bytes: received.bytes,
      videoBytes: received.videoBytes,
      framesDecoded: played.framesDecoded,
      framesDropped: played.framesDropped,
      stages: { worker: this.#workerMs, ...stages },
    };
  }

  close(): Promise<void> {
    if (!this.#closed) {
      this.#closed = true;
      this.#cancelClock();
      this.#link.close(abortError('the feed was closed'));
      this.#deck.close();
    }
    return Promise.resolve();
  }

  /** What the deck's window holds: MoQ itself is asked for nothing that is past. */
  #seekable(): EventRange | undefined {
    const buffered = this.#deck.view.value.buffered;
    const [first, last] = [buffered[0], buffered.at(-1)];
    return first === undefined || last === undefined
      ? undefined
      : { from: eventTime(first.from), to: eventTime(last.to) };
  }

  async #prepare(url: string, refresh: boolean): Promise<string> {
    const request = await this.#context.prepareRequest({ url, method: 'GET' }, 'signalling', { refresh });
    return withToken(request.url, request.headers);
  }

  #clock(): ClockReading {
    const { environment, clock } = this.#context;
    const now = environment.monotonic();
    return { trueMs: clock.at(now), at: performance.timeOrigin + now };
  }

  #keepTime(): void {
    this.#cancelClock = this.#context.environment.setTimer(() => {
      this.#link.tell('setClock', [this.#clock()]);
      this.#keepTime();
    }, clockEveryMs);
  }

  #fail(error: Error): void {
    if (this.#closed) return;
    this.#failure.value ??= toPlayerError(error, {
      reason: 'moq/failed',
      code: MEDIA_ERR_NETWORK,
      message: `moq: receiving failed (${error.message}).`,
      hint: 'Please report this with the value of player.negotiation.',
      source: this.#source.url,
    });
  }
}

/** Capture times are exact to what containers resolve; an estimate is off by what frames take to come. */
function accuracyOf({ grade, floorLatencyMs }: MoqView) {
  return { grade, errorMs: grade === 'capture' ? 1 : floorLatencyMs };
}

/** Opens a deck in the media worker and has the broadcast received into it; resolves when its tracks are on their way. */
export async function connectMoq(source: Source, context: ConnectContext): Promise<Feed> {
  const startedAt = context.environment.monotonic();
  const host = await abortable(context.media(), context.signal);
  context.signal.throwIfAborted();
  const feed = new MoqFeed(source, context, host.open('moq'), startedAt);
  try {
    await abortable(feed.start(), context.signal);
    return feed;
  } catch (error) {
    await feed.close();
    throw error;
  }
}
