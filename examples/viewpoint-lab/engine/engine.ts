/** A synthesizer with a canvas of its own, that prepares while it is in use and rests while it is not. */
import { createSynthesizer } from '../../../src/viewpoint/index.js';
import type {
  Aspect,
  CameraModel,
  PictureSize,
  Progress,
  Shown,
  Subject,
  Synthesis,
  Synthesizer,
} from '../../../src/viewpoint/index.js';
import { withoutCamera, type Scene } from '../scene/scene.js';

export type Rung = Synthesis | 'auto';

/** How a view is drawn. */
export interface Drawing {
  readonly synthesis: Rung;
  readonly show: Aspect;
}

export class Engine {
  /** A camera whose picture it does not get. */
  readonly without: string | undefined;
  readonly canvas: HTMLCanvasElement;
  readonly synthesizer: Synthesizer;
  #last: { readonly view: CameraModel; readonly drawing: Drawing } | undefined;
  #progress: Progress = { done: 0, ready: [] };
  #run: AbortController | undefined;
  #done = false;

  static async create(
    scene: Scene,
    subject: Subject | undefined,
    without: string | undefined,
    { width, height }: PictureSize,
  ): Promise<Engine> {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const { cameras, frames } = withoutCamera(scene, without);
    return new Engine(without, canvas, await createSynthesizer({ canvas, cameras, frames, subject }));
  }

  private constructor(without: string | undefined, canvas: HTMLCanvasElement, synthesizer: Synthesizer) {
    this.without = without;
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

  render(view: CameraModel, drawing: Drawing): Promise<Shown> {
    this.#last = { view, drawing };
    return this.synthesizer.render(view, drawing);
  }

  /** The picture of the view that was drawn last, even while its depth or its confidence is shown. */
  async readPicture(): Promise<ImageData> {
    if (this.#last === undefined || this.#last.drawing.show === 'picture')
      return await this.synthesizer.readPixels();
    const { view, drawing } = this.#last;
    // All three draw before they return, so the canvas never shows the picture in between.
    const [, pixels] = await Promise.all([
      this.synthesizer.render(view, { ...drawing, show: 'picture' }),
      this.synthesizer.readPixels(),
      this.synthesizer.render(view, drawing),
    ]);
    return pixels;
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
