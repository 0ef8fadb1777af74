import { abortError, computed, isAbortError, signal, when } from '../base/index.js';
import type {
  Environment,
  EventRange,
  EventTime,
  OlympicPlayerError,
  ReadonlySignal,
} from '../base/index.js';
import type { PictureMetadata, PlayedMedia } from '../media/index.js';
import type { Feed, FrameTiming } from '../transports/index.js';
import type { Option } from './negotiate.js';
import type { Stage, Surface } from './stage.js';
import type { ShownFrame } from './types.js';

const defaultFrameMs = 1000 / 30;
/** A pause between pictures this long is a gap in the stream, not its frame rate. */
const longestFrameMs = 1000 / 5;

/** A window that ends this far past where the picture broke off has grown since. */
const progressMs = 500;

/** A feed on one of the stage's surfaces, and what its frames say. One feed, one surface, until closed. */
export class Screening {
  readonly option: Option;
  readonly feed: Feed;
  /** What is played and steered: a video, or the deck that decodes for the canvas. */
  readonly media: PlayedMedia;
  readonly surface: Surface;
  /** Set once, when the feed or its decoding cannot go on. */
  readonly failure: ReadonlySignal<OlympicPlayerError | undefined>;
  readonly #stage: Pick<Stage, 'videos' | 'canvas'>;
  readonly #environment: Environment;
  readonly #closing = new AbortController();
  readonly #frame = signal<ShownFrame | undefined>(undefined);
  readonly #blocked = signal(false);
  #rendered = 0;
  #frameMs = defaultFrameMs;

  constructor(
    option: Option,
    feed: Feed,
    stage: Pick<Stage, 'videos' | 'canvas'>,
    index: 0 | 1,
    environment: Environment,
  ) {
    this.option = option;
    this.feed = feed;
    this.#stage = stage;
    this.#environment = environment;
    const { delivery } = feed;
    if (delivery.kind === 'samples') {
      const { deck } = delivery;
      this.media = deck;
      this.surface = { kind: 'canvas', index };
      this.failure = computed(() => feed.state.failure.value ?? deck.failure.value);
    } else {
      this.media = stage.videos[index];
      this.surface = { kind: 'video', index };
      this.failure = feed.state.failure;
    }
    this.#watchFrames();
  }

  /** The newest frame that reached this surface. */
  get frame(): ReadonlySignal<ShownFrame | undefined> {
    return this.#frame;
  }

  /** True when the browser refused to play without a user gesture. */
  get blocked(): ReadonlySignal<boolean> {
    return this.#blocked;
  }

  get framesRendered(): number {
    return this.#rendered;
  }

  /** Milliseconds from one frame to the next, as measured. */
  get frameMs(): number {
    return this.#frameMs;
  }

  get closed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** Whether this feed's picture can be held back or sought: a WebRTC stream runs on. */
  get steerable(): boolean {
    return this.feed.delivery.kind !== 'stream';
  }

  /** Puts the feed on its surface. */
  async attach(): Promise<void> {
    const { delivery } = this.feed;
    const { index } = this.surface;
    if (delivery.kind === 'stream') this.#stage.videos[index].srcObject = delivery.stream;
    else if (delivery.kind === 'samples') {
      if (!delivery.deck.hasScreen) delivery.deck.attachScreen(this.#stage.canvas(index));
    } else await delivery.attach(this.#stage.videos[index]);
  }

  async play(): Promise<void> {
    try {
      await this.media.play();
      this.#blocked.value = false;
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.#blocked.value = true;
      // AbortError: a pause() or a new load came first; whoever did that knows.
      else if (!isAbortError(error)) throw error;
    }
  }

  /** Resolves with the first frame; rejects when the feed fails first. */
  async firstFrame(abort: AbortSignal): Promise<ShownFrame> {
    const stop = new AbortController();
    const either = AbortSignal.any([abort, this.#closing.signal, stop.signal]);
    try {
      return await Promise.race([
        when(this.#frame, (frame): frame is ShownFrame => frame !== undefined, either),
        when(this.failure, (failure): failure is OlympicPlayerError => failure !== undefined, either).then(
          (failure) => Promise.reject(failure),
        ),
      ]);
    } finally {
      stop.abort(abortError('first frame settled'));
    }
  }

  /** Gives the video back clean and ends the feed. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.#closing.abort(abortError('the screening ended'));
    this.media.pause();
    if (this.feed.delivery.kind === 'stream') this.#stage.videos[this.surface.index].srcObject = null;
    await this.feed.close();
  }

  #watchFrames(): void {
    const { media } = this;
    if ('requestVideoFrameCallback' in media) {
      const onFrame = (_now: number, metadata: PictureMetadata) => {
        if (this.closed) return;
        media.requestVideoFrameCallback(onFrame);
        this.#onFrame(metadata);
      };
      media.requestVideoFrameCallback(onFrame);
      return;
    }
    const watched: PlayedMedia = media;
    watched.addEventListener(
      'timeupdate',
      () =>
        this.#onFrame({ mediaTime: watched.currentTime, expectedDisplayTime: this.#environment.monotonic() }),
      { signal: this.#closing.signal },
    );
  }

  #onFrame(metadata: FrameTiming): void {
    this.#rendered += 1;
    const eventTime = this.feed.timeline.eventTimeOf(metadata);
    const before = this.#frame.peek()?.eventTime;
    if (eventTime !== undefined && before !== undefined) {
      const step = eventTime - before;
      if (step > 1 && step < longestFrameMs) this.#frameMs += (step - this.#frameMs) / 16;
    }
    this.#frame.value = {
      eventTime,
      mediaTime: metadata.mediaTime,
      displayedAt: metadata.expectedDisplayTime,
    };
  }
}

/** Waits for one more frame than there is. */
export function nextFrame(screening: Screening, abort: AbortSignal): Promise<ShownFrame> {
  const seen = screening.frame.peek();
  return when(screening.frame, (now): now is ShownFrame => now !== undefined && now !== seen, abort);
}

/**
 * Waits until the source has moved on from an event time: a later frame has painted, and where the source lists a window,
 * that reaches clearly further. Any frame does where the feed does not know event time.
 */
export async function movedOn(screening: Screening, from: EventTime, abort: AbortSignal): Promise<void> {
  const isPast = (frame: ShownFrame | undefined) =>
    frame !== undefined && (frame.eventTime === undefined || frame.eventTime > from + screening.frameMs / 2);
  const reachesOn = (window: EventRange | undefined) => window === undefined || window.to > from + progressMs;
  await when(screening.feed.state.seekable, reachesOn, abort);
  await when(screening.frame, isPast, abort);
}
