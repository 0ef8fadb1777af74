/** A synthesizer with a canvas of its own, that prepares while it is in use and rests while it is not. */
import { createSynthesizer } from '../../../src/viewpoint/index.js';
import type { PictureSize, Progress, Subject, Synthesis, Synthesizer } from '../../../src/viewpoint/index.js';
import { withoutCamera, type Scene } from '../scene/scene.js';

export type Rung = Synthesis | 'auto';

export interface EngineKey {
  readonly rung: Rung;
  /** A camera whose picture it does not get. */
  readonly without: string | undefined;
}

export class Engine {
  readonly key: EngineKey;
  readonly canvas: HTMLCanvasElement;
  readonly synthesizer: Synthesizer;
  #progress: Progress = { done: 0, ready: [] };
  #run: AbortController | undefined;
  #done = false;

  static async create(
    scene: Scene,
    subject: Subject | undefined,
    key: EngineKey,
    { width, height }: PictureSize,
  ): Promise<Engine> {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const { cameras, frames } = withoutCamera(scene, key.without);
    const synthesizer = await createSynthesizer({ canvas, cameras, frames, subject, synthesis: key.rung });
    return new Engine(key, canvas, synthesizer);
  }

  private constructor(key: EngineKey, canvas: HTMLCanvasElement, synthesizer: Synthesizer) {
    this.key = key;
    this.canvas = canvas;
    this.synthesizer = synthesizer;
  }

  get progress(): Progress {
    return this.#progress;
  }

  /** All is prepared that will be. */
  get done(): boolean {
    return this.#done;
  }

  /** Goes on preparing until it is done or rests. Rejects when preparing fails. */
  async work(onProgress: () => void): Promise<void> {
    if (this.#run !== undefined || this.#done) return;
    const run = new AbortController();
    this.#run = run;
    try {
      await this.synthesizer.prepare({
        signal: run.signal,
        onProgress: (progress) => {
          this.#progress = progress;
          onProgress();
        },
      });
      this.#done = true;
      this.#progress = { ...this.#progress, done: 1 };
      onProgress();
    } catch (error) {
      if (!run.signal.aborted) throw error;
    } finally {
      if (this.#run === run) this.#run = undefined;
    }
  }

  rest(): void {
    this.#run?.abort();
    this.#run = undefined;
  }

  close(): void {
    this.rest();
    this.synthesizer.close();
    this.canvas.remove();
    // A page has few contexts; the collector would give this one back late.
    this.canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
  }
}
