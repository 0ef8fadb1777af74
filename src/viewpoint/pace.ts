import { browserEnvironment, nextTask } from '../base/index.js';
import { contextLost } from './errors.js';

/**
 * Texture fetches that a slice of work may ask of the GPU. A phone's GPU does 5 to 50 million in a millisecond, so that this
 * stays below half a frame there and nothing else that wants to draw waits for longer.
 */
const fetchesPerSlice = 40e6;

/** Looks at a fence that come at once; after that every millisecond, not to keep a core busy. */
const quickLooks = 8;

/** Lets others run: work comes in slices, and between two of them the GPU has finished and the thread was free. */
export class Pace {
  readonly #gl: WebGL2RenderingContext;
  readonly #signal: AbortSignal | undefined;
  #asked = 0;

  constructor(gl: WebGL2RenderingContext, signal?: AbortSignal) {
    this.#gl = gl;
    this.#signal = signal;
  }

  /** Tells what was asked of the GPU; waits when it was enough for a slice. Rejects when the work was aborted, or the context lost. */
  async spent(fetches: number): Promise<void> {
    this.#check();
    this.#asked += fetches;
    if (this.#asked < fetchesPerSlice) return;
    await this.settled();
  }

  /** How many more fetches fit into this slice. */
  get left(): number {
    return Math.max(fetchesPerSlice / 8, fetchesPerSlice - this.#asked);
  }

  /** Until the GPU has done all that was asked. */
  async settled(): Promise<void> {
    this.#asked = 0;
    const gl = this.#gl;
    const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
    for (let looks = 0; fence !== null; looks += 1) {
      if (this.#signal?.aborted === true || gl.isContextLost()) break;
      if (gl.clientWaitSync(fence, 0, 0) !== gl.TIMEOUT_EXPIRED) break;
      await (looks < quickLooks ? nextTask() : pause(1));
    }
    if (fence === null) await nextTask();
    else gl.deleteSync(fence);
    this.#check();
  }

  /** Lets others run between two pieces of work on the processor. */
  async turn(): Promise<void> {
    await nextTask();
    this.#check();
  }

  #check(): void {
    this.#signal?.throwIfAborted();
    if (this.#gl.isContextLost()) throw contextLost();
  }
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => browserEnvironment.setTimer(resolve, milliseconds));
