import type { MediaEnvironment } from '../environment.js';
import type { Sample, VideoConfig } from '../contract.js';

const microsecondsPerMillisecond = 1000;
/** A sample after which so many later ones have come out will not come out any more: no codec reorders further than 16. */
const passedLimit = 4;

/** A sample a decoder was given and has not answered yet. */
export interface InFlight {
  readonly sample: Sample;
  /** Which start of the supply it was fed for. */
  readonly epoch: number;
  readonly order: number;
  /** Later ones that have come out already. */
  passed: number;
}

export interface DecoderEvents {
  output(frame: VideoFrame, entry: InFlight): void;
  /** The decoder gave nothing for it. */
  swallowed(entry: InFlight): void;
  /** It is closed, whatever the error says. */
  failed(error: unknown): void;
}

/** One VideoDecoder from its making to its end, which knows what is under way in it by its own count. */
export class DecoderLife {
  readonly #decoder: VideoDecoder;
  readonly #events: DecoderEvents;
  /** By the chunk's timestamp, µs. */
  readonly #inFlight = new Map<number, InFlight>();
  #order = 0;
  #outputs = 0;
  #over = false;
  #run = 0;
  #flushing = false;

  constructor(environment: MediaEnvironment, events: DecoderEvents) {
    this.#events = events;
    this.#decoder = environment.createVideoDecoder({
      output: (frame) => this.#output(frame),
      error: (error) => this.#fail(error),
    });
  }

  get inFlight(): ReadonlyMap<number, InFlight> {
    return this.#inFlight;
  }

  /** Chunks given to it so far. */
  get fed(): number {
    return this.#order;
  }

  get outputs(): number {
    return this.#outputs;
  }

  get flushing(): boolean {
    return this.#flushing;
  }

  /** Chunks it has not begun with. Some browsers say 0 at all times (w3c/webcodecs#864). */
  get waiting(): number {
    return this.#decoder.decodeQueueSize;
  }

  configure(config: VideoDecoderConfig): void {
    this.#try(() => this.#decoder.configure(config));
  }

  /** Forgets what is under way; it has to be configured again. */
  reset(): void {
    this.#inFlight.clear();
    this.#flushing = false;
    this.#run++;
    this.#try(() => this.#decoder.reset());
  }

  decode(sample: Sample, epoch: number): void {
    let timestamp = Math.round(sample.time * microsecondsPerMillisecond);
    while (this.#inFlight.has(timestamp)) timestamp++;
    this.#inFlight.set(timestamp, { sample, epoch, order: this.#order++, passed: 0 });
    this.#try(() =>
      this.#decoder.decode(
        new EncodedVideoChunk({
          type: sample.key ? 'key' : 'delta',
          timestamp,
          duration: Math.max(1, Math.round(sample.duration * microsecondsPerMillisecond)),
          data: sample.data,
        }),
      ),
    );
  }

  /** Makes it give out what it holds back for reordering; the next sample has to be a key frame then. */
  flush(done: () => void): void {
    if (this.#flushing || this.#over) return;
    this.#flushing = true;
    const run = this.#run;
    const finished = () => {
      if (this.#over || run !== this.#run) return;
      this.#flushing = false;
      const kept = [...this.#inFlight.values()];
      this.#inFlight.clear();
      for (const entry of kept) this.#events.swallowed(entry);
      done();
    };
    // A refusal comes with an error of the decoder's own, or after its end: both are told elsewhere.
    this.#try(() => void this.#decoder.flush().then(finished, () => {}));
  }

  close(): void {
    this.#over = true;
    this.#inFlight.clear();
    if (this.#decoder.state !== 'closed') this.#decoder.close();
  }

  #output(frame: VideoFrame): void {
    const entry = this.#over ? undefined : this.#inFlight.get(frame.timestamp);
    if (entry === undefined) {
      frame.close();
      return;
    }
    this.#outputs++;
    this.#inFlight.delete(frame.timestamp);
    for (const [timestamp, other] of this.#inFlight) {
      if (other.order > entry.order || other.sample.time > entry.sample.time) continue;
      if (++other.passed < passedLimit) continue;
      this.#inFlight.delete(timestamp);
      this.#events.swallowed(other);
    }
    this.#events.output(frame, entry);
  }

  #try(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (this.#over) return;
    this.#over = true;
    if (this.#decoder.state !== 'closed') this.#decoder.close();
    this.#events.failed(error);
  }
}

/** What WebCodecs is told of a track. */
export function decoderConfig(
  config: VideoConfig,
  acceleration: HardwareAcceleration,
  holdsBack: boolean,
): VideoDecoderConfig {
  const { codec, description, codedWidth, codedHeight, colorSpace } = config;
  return {
    codec,
    hardwareAcceleration: acceleration,
    optimizeForLatency: !holdsBack,
    ...(description === undefined ? {} : { description }),
    ...(codedWidth === undefined ? {} : { codedWidth }),
    ...(codedHeight === undefined ? {} : { codedHeight }),
    ...(colorSpace === undefined ? {} : { colorSpace }),
  };
}
