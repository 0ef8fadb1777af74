import { abortError, isAbortError, signal, when } from '../base/index.js';
import type {
  Environment,
  EventRange,
  EventTime,
  OlympicPlayerError,
  ReadonlySignal,
} from '../base/index.js';
import type { Feed } from '../transports/index.js';
import type { Option } from './negotiate.js';
import type { ShownFrame } from './types.js';

const defaultFrameMs = 1000 / 30;
/** A pause between pictures this long is a gap in the stream, not its frame rate. */
const longestFrameMs = 1000 / 5;

/** A window that ends this far past where the picture broke off has grown since. */
const progressMs = 500;

/** A feed on one of the stage's videos, and what its frames say. One feed, one video, until closed. */
export class Screening {
  readonly option: Option;
  readonly feed: Feed;
  readonly video: HTMLVideoElement;
  readonly surface: 0 | 1;
  readonly #environment: Environment;
  readonly #closing = new AbortController();
  readonly #frame = signal<ShownFrame | undefined>(undefined);
  readonly #blocked = signal(false);
  #rendered = 0;
  #frameMs = defaultFrameMs;

  constructor(option: Option, feed: Feed, video: HTMLVideoElement, surface: 0 | 1, environment: Environment) {
    this.option = option;
    this.feed = feed;
    this.video = video;
    this.surface = surface;
    this.#environment = environment;
    this.#watchFrames();
  }

  /** The newest frame that reached this video's screen. */
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

  /** Whether this feed's picture can be held back or sought: media elements can, a WebRTC stream runs on. */
  get steerable(): boolean {
    return this.feed.delivery.kind === 'element';
  }

  /** Puts the feed on the video and asks it to play. */
  async attach(): Promise<void> {
    const { delivery } = this.feed;
    if (delivery.kind === 'stream') this.video.srcObject = delivery.stream;
    else await delivery.attach(this.video);
  }

  async play(): Promise<void> {
    try {
      await this.video.play();
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
        when(
          this.feed.state.failure,
          (failure): failure is OlympicPlayerError => failure !== undefined,
          either,
        ).then((failure) => Promise.reject(failure)),
      ]);
    } finally {
      stop.abort(abortError('first frame settled'));
    }
  }

  /** Gives the video back clean and ends the feed. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.#closing.abort(abortError('the screening ended'));
    this.video.pause();
    if (this.feed.delivery.kind === 'stream') this.video.srcObject = null;
    await this.feed.close();
  }

  #watchFrames(): void {
    const { video } = this;
    if ('requestVideoFrameCallback' in video) {
      const onFrame = (_now: number, metadata: VideoFrameCallbackMetadata) => {
        if (this.closed) return;
        video.requestVideoFrameCallback(onFrame);
        this.#onFrame(metadata);
      };
      video.requestVideoFrameCallback(onFrame);
      return;
    }
    const watched: HTMLVideoElement = video;
    watched.addEventListener(
      'timeupdate',
      () =>
        this.#onFrame({ mediaTime: watched.currentTime, expectedDisplayTime: this.#environment.monotonic() }),
      { signal: this.#closing.signal },
    );
  }

  #onFrame(metadata: {
    mediaTime: number;
    expectedDisplayTime: number;
    rtpTimestamp?: number;
    receiveTime?: number;
  }): void {
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
