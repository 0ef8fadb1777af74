/** The AudioWorklet of a speaker: a module of its own, made into one file. Whatever it does is in `Voice`. */
import { processorName } from './messages.js';
import type { FromPage, FromWorklet, Report, ToWorklet } from './messages.js';
import { Voice } from './voice.js';
import type { Turn } from './voice.js';

// The scope's own names (Web Audio API, 1.32.3): TypeScript's library has none for worklets.
declare const sampleRate: number;
declare const currentFrame: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: typeof AudioWorkletProcessor): void;

/**
 * Render quanta from report to report, watched closely and not. Odd, so that reports come from every place within the
 * batches that browsers render in, the last one included: that is the one that tells the time best.
 */
const quantaBetweenReports = { close: 3, loose: 37 };

class SoundProcessor extends AudioWorkletProcessor {
  readonly #voice = new Voice(sampleRate, (turn) => this.#turns.push(turn));
  readonly #spare = new Float32Array(4096);
  #turns: Turn[] = [];
  #worker: MessagePort | undefined;
  #latency: Report['latency'];
  #run = 0;
  #close = false;
  #closing = false;
  #quanta = 0;
  /** Frames rendered: `currentFrame` says where the newest quantum began. */
  #frame = currentFrame;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<FromPage>) => this.#hearPage(data);
  }

  process(_inputs: unknown, [output]: Float32Array[][]): boolean {
    const left = output?.[0];
    if (left === undefined) return !this.#closing;
    const right = output?.[1] ?? this.#spare.subarray(0, left.length);
    this.#voice.render(left, right, currentFrame);
    this.#frame = currentFrame + left.length;
    this.#quanta += 1;
    const due = this.#close ? quantaBetweenReports.close : quantaBetweenReports.loose;
    if (this.#quanta >= due || this.#turns.length > 0) this.#report();
    if (!this.#closing || this.#voice.audible) return true;
    this.port.postMessage('silent' satisfies FromWorklet);
    return false;
  }

  #report(): void {
    this.#quanta = 0;
    const { underruns, losses } = this.#voice;
    this.#worker?.postMessage({
      run: this.#run,
      frame: this.#frame,
      turns: this.#turns,
      latency: this.#latency,
      underruns,
      losses,
    } satisfies Report);
    if (this.#turns.length > 0) this.#turns = [];
    this.#latency = undefined;
  }

  #hearPage(message: FromPage): void {
    switch (message.type) {
      case 'connect':
        this.#worker = message.port;
        this.#worker.onmessage = ({ data }: MessageEvent<ToWorklet>) => this.#hearWorker(data);
        break;
      case 'latency':
        this.#latency = message;
        break;
      case 'close':
        this.#closing = true;
        this.#voice.stop(this.#frame);
        this.#worker?.close();
        break;
    }
  }

  #hearWorker(message: ToWorklet): void {
    switch (message.type) {
      case 'start':
        this.#voice.start(this.#frame, message.frame, message.place, message.rate);
        // Turns of the run before would be read as this one's.
        this.#turns = [];
        this.#run = message.run;
        break;
      case 'rate':
        this.#voice.setRate(this.#frame, message.rate);
        break;
      case 'stop':
        this.#voice.stop(this.#frame);
        break;
      case 'watch':
        this.#close = message.closely;
        break;
      case 'volume':
        this.#voice.setVolume(message.volume);
        break;
      case 'samples':
        if (message.run === this.#run)
          this.#voice.write(message.place, message.left, message.right, message.cut);
        break;
      case 'shift':
        if (message.run === this.#run) this.#voice.shift(message.by);
        break;
    }
  }
}

registerProcessor(processorName, SoundProcessor);
