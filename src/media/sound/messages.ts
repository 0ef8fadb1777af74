import type { OutputTime } from './output-clock.js';
import type { Turn } from './voice.js';

/** The name that the processor is registered under. */
export const processorName = 'olympic-player-sound';

/** From the page to the worklet, on the node's own port. */
export type FromPage =
  /** The port that the worker's messages come by. */
  | { readonly type: 'connect'; readonly port: MessagePort }
  /** Milliseconds from a frame's rendering to its being heard, and when one was heard; passed on to the worker. */
  | { readonly type: 'latency'; readonly latencyMs: number; readonly output: OutputTime | undefined }
  /** Answered once what was heard has rung out. */
  | { readonly type: 'close' };

/** From the worklet to the page: the answer to `close`. */
export type FromWorklet = 'silent';

/** From the worker to the worklet. Places count samples from the start of a run, frames are the audio context's. */
export type ToWorklet =
  /** A new run: the old one ends. `place` is heard at `frame`. */
  | {
      readonly type: 'start';
      readonly run: number;
      readonly frame: number;
      readonly place: number;
      readonly rate: number;
    }
  | { readonly type: 'rate'; readonly rate: number }
  | { readonly type: 'stop' }
  /** How often to report. */
  | { readonly type: 'watch'; readonly closely: boolean }
  | { readonly type: 'volume'; readonly volume: number }
  | {
      readonly type: 'samples';
      readonly run: number;
      readonly place: number;
      readonly left: Float32Array;
      readonly right: Float32Array;
      /** They do not go on from the samples before them. */
      readonly cut: boolean;
    }
  /** From now on samples come `by` places too early (too late where negative), and are to be heard where they belong. */
  | { readonly type: 'shift'; readonly run: number; readonly by: number };

/** From the worklet to the worker, a hundred times a second while watched closely, ten times otherwise. */
export interface Report {
  readonly run: number;
  /** Frames rendered since the context began. */
  readonly frame: number;
  /** What has begun, ended or changed since the last report. */
  readonly turns: readonly Turn[];
  /** News of the page. */
  readonly latency: { readonly latencyMs: number; readonly output: OutputTime | undefined } | undefined;
  readonly underruns: number;
  readonly losses: number;
}
