import { abortable } from '../base/index.js';
import { CameraDepth } from './camera-depth.js';
import type { PrepareOptions, RenderOptions, Shown, Synthesizer, SynthesizerOptions } from './contract.js';
import { resized } from './camera/index.js';
import type { CameraModel } from './camera/index.js';
import { plans } from './depth/index.js';
import type { DepthPlan, View } from './depth/index.js';
import { closed, contextLost, noWebGl } from './errors.js';
import { Exposures } from './exposure/index.js';
import { Gpu, readSettled } from './gl/index.js';
import type { Texture } from './gl/index.js';
import { choose } from './ladder.js';
import type { Choice, Synthesis } from './ladder.js';
import {
  checkedSize,
  checkedView,
  checkLargest,
  checkOptions,
  checkRendering,
  suppliedOf,
} from './options.js';
import { Pace } from './pace.js';
import {
  copiesOf,
  keepDifference,
  keepMatte,
  matchingView,
  planSizes,
  sizeOf,
  uploadCopy,
  uploadFrame,
} from './pictures/index.js';
import type { PictureCopy, PictureSize } from './pictures/index.js';
import { ViewRenderer } from './render/index.js';
import type { Aspect, Source } from './render/index.js';
import { analyseRig, nearest, sourcesFor } from './rig/index.js';
import type { Rig } from './rig/index.js';
import { mapOf, QuadIndex } from './surface/index.js';
import type { SuppliedDepth } from './surface/index.js';

const defaultBudget = 256 * 2 ** 20;
/** Nothing is looked for nearer to a camera than this part of its distance to the pivot, unless the depth range says so. */
const nearPart = 0.3;
const neighbours = 4;

interface CameraWork {
  readonly id: string;
  /** Of the kept picture's size. */
  readonly camera: CameraModel;
  readonly picture: Texture;
  readonly matched: PictureSize;
  depth: CameraDepth | undefined;
  /** Until it is drawn. */
  readonly supplied: SuppliedDepth | undefined;
}

/** All that lies on the GPU: made anew when a lost context comes back. */
interface Stage {
  readonly gpu: Gpu;
  readonly renderer: ViewRenderer;
  readonly index: QuadIndex;
  readonly works: readonly CameraWork[];
  /** Aborts what runs on it, with the reason. */
  readonly ended: AbortController;
}

/**
 * @throws OlympicPlayerError `viewpoint/no-webgl2`, `viewpoint/invalid-option`, `viewpoint/invalid-camera`,
 * `viewpoint/invalid-rig-axes`, `viewpoint/context-lost`
 */
export async function createSynthesizer(options: SynthesizerOptions): Promise<Synthesizer> {
  checkOptions(options);
  return new FrozenMoment(contextOf(options.canvas), options);
}

function contextOf(canvas: HTMLCanvasElement | OffscreenCanvas): WebGL2RenderingContext {
  let gl: RenderingContext | OffscreenRenderingContext | null = null;
  try {
    gl = canvas.getContext('webgl2', {
      antialias: false,
      alpha: false,
      depth: false,
      stencil: false,
      powerPreference: 'high-performance',
    });
  } catch {
    // Of an element whose drawing was handed to a worker: the same to the caller.
  }
  if (!(gl instanceof WebGL2RenderingContext)) throw noWebGl();
  if (gl.isContextLost()) throw contextLost();
  return gl;
}

class FrozenMoment implements Synthesizer {
  readonly rig: Rig;
  readonly #gl: WebGL2RenderingContext;
  readonly #synthesis: Synthesis | 'auto';
  /** Whether the pictures' alpha says where the athlete is. */
  readonly #silhouettes: boolean;
  readonly #canvas: HTMLCanvasElement | OffscreenCanvas;
  #stage: Stage;
  /** What a lost context is restored from: frames are the caller's. */
  #copies: readonly PictureCopy[] | undefined;
  readonly #plan: DepthPlan;
  readonly #exposures = new Exposures();
  #last: { camera: CameraModel; choice: Choice; show: Aspect } | undefined;
  #preparing: Promise<void> = Promise.resolve();
  readonly #closing = new AbortController();

  constructor(gl: WebGL2RenderingContext, options: SynthesizerOptions) {
    const { cameras, frames, subject, depthRange, memoryBudget = defaultBudget } = options;
    this.#gl = gl;
    this.#canvas = options.canvas;
    this.#synthesis = options.synthesis ?? 'auto';
    this.#plan = plans[options.quality ?? 'balanced'];
    this.rig = analyseRig(cameras, { subject });
    const parameter: unknown = gl.getParameter(gl.MAX_TEXTURE_SIZE);
    const largest = typeof parameter === 'number' ? parameter : 2048;
    const { mattes, plates } = options;
    for (const [name, pictures] of Object.entries({ frames, mattes, plates }))
      for (const [at, picture] of (pictures ?? []).entries())
        if (picture !== undefined) checkLargest(sizeOf(picture), largest, `${name}[${at}]`);
    const sizes = planSizes(frames.map(sizeOf), {
      matched: this.#plan.matched,
      largest,
      budget: memoryBudget,
    });
    const supplied = cameras.map((given, at) => {
      const frame = frames[at];
      return frame === undefined ? undefined : suppliedOf(options.depths?.[at], given, sizeOf(frame), at);
    });
    const estimates = cameras.length > 1 && (this.#synthesis === 'auto' || this.#synthesis === 'depth');
    this.#silhouettes = estimates && cameras.every((_, at) => (mattes?.[at] ?? plates?.[at]) !== undefined);
    const distances = this.rig.cameras.map(({ distance }) => distance);
    this.#stage = this.#raise(({ gpu, index }) =>
      cameras.flatMap((given, at): CameraWork[] => {
        const [frame, size] = [frames[at], sizes[at]];
        if (frame === undefined || size === undefined) return [];
        const camera = resized(given, size.kept.width, size.kept.height);
        const picture = uploadFrame(gpu, frame, size.kept);
        const [matte, plate] = this.#silhouettes ? [mattes?.[at], plates?.[at]] : [];
        if (matte !== undefined) keepMatte(gpu, picture, matte);
        else if (plate !== undefined) keepDifference(gpu, picture, plate);
        const work: CameraWork = {
          id: given.id,
          camera,
          picture,
          matched: size.matched,
          depth: undefined,
          supplied: supplied[at],
        };
        if (!estimates) return [work];
        // A camera that stands in the pivot sees as far as the others.
        const distance = distances[at] || Math.max(...distances) || 1;
        const [near, far] = depthRange ?? [nearPart * distance, Infinity];
        const makeView = (): View => this.#viewOf(gpu, given.id, camera, picture, size.matched);
        const search = { least: 1 / far, most: 1 / near };
        work.depth = new CameraDepth(gpu, index, camera, makeView, search, this.#plan);
        return [work];
      }),
    );
    const { signal } = this.#closing;
    const canvas: EventTarget = options.canvas;
    canvas.addEventListener('webglcontextlost', (event) => this.#lose(event), { signal });
    canvas.addEventListener('webglcontextrestored', () => this.#restore(), { signal });
  }

  #viewOf(gpu: Gpu, id: string, camera: CameraModel, picture: Texture, size: PictureSize): View {
    return matchingView(gpu, camera, picture, size, this.#silhouettes, () => this.#exposures.of(id));
  }

  async #compareExposures(pace: Pace): Promise<void> {
    const { gpu, works } = this.#stage;
    const cameras = works.map(({ id, camera, picture, depth }) => ({
      id,
      camera,
      picture,
      surface: depth?.relief,
    }));
    await this.#exposures.measure(gpu, pace, cameras, this.rig);
  }

  async #keepCopies(pace: Pace): Promise<void> {
    const { gpu, works } = this.#stage;
    this.#copies ??= await copiesOf(
      gpu,
      pace,
      works.map(({ picture }) => picture),
    );
  }

  #raise(work: (on: Pick<Stage, 'gpu' | 'index'>) => readonly CameraWork[]): Stage {
    const [gpu, index] = [new Gpu(this.#gl), new QuadIndex()];
    const works = work({ gpu, index });
    for (const { id, camera, depth } of works) {
      if (depth === undefined) continue;
      // Those that surround it come first: what one side cannot see, the other can.
      const { sources } = sourcesFor(this.rig, camera, neighbours, { without: [id] });
      depth.neighbours = sources.flatMap(
        (near) => works.find((other) => other.id === near.camera.id)?.depth ?? [],
      );
    }
    return { gpu, index, works, renderer: new ViewRenderer(gpu), ended: new AbortController() };
  }

  #lose(event: Event): void {
    // Else the browser never gives it back.
    event.preventDefault();
    this.#end(contextLost());
  }

  #restore(): void {
    const [{ works }, copies] = [this.#stage, this.#copies];
    // Without copies there is nothing to draw: all that is asked for is refused from now on.
    if (copies === undefined) return;
    this.#stage = this.#raise(({ gpu, index }) =>
      works.flatMap((work, at): CameraWork[] => {
        const copy = copies[at];
        if (copy === undefined) return [];
        const camera = resized(work.camera, copy.width, copy.height);
        const picture = uploadCopy(gpu, copy);
        const makeView = (): View => this.#viewOf(gpu, work.id, camera, picture, work.matched);
        return [{ ...work, camera, picture, depth: work.depth?.again(gpu, index, camera, makeView) }];
      }),
    );
    this.#draw('canvas');
  }

  get memory(): Readonly<Record<string, number>> {
    return this.#stage.gpu.memory.byPurpose;
  }

  prepare({ signal, onProgress }: PrepareOptions = {}): Promise<void> {
    const refused = this.#refusal();
    if (refused !== undefined) return Promise.reject(refused);
    const { ended } = this.#stage;
    const either = signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]);
    const run = this.#preparing.then(() => this.#prepare(either, onProgress));
    this.#preparing = run.catch(() => {});
    return abortable(run, either);
  }

  async #prepare(signal: AbortSignal, onProgress: PrepareOptions['onProgress']): Promise<void> {
    signal.throwIfAborted();
    const pace = new Pace(this.#gl, signal);
    const focus = this.#last?.camera.position ?? this.#stage.works[0]?.camera.position;
    if (focus === undefined) return;
    const steps: (() => Promise<void>)[] = [];
    const works = nearest(this.rig, focus).flatMap(({ camera }) => this.#work(camera.id) ?? []);
    for (const { depth, camera, supplied } of works) {
      const [beside] = depth?.neighbours ?? [];
      if (depth === undefined || beside === undefined || supplied === undefined) continue;
      steps.push(() => depth.supply(pace, mapOf(camera, supplied), beside.camera));
    }
    const order = works.flatMap(({ depth, supplied }) => (supplied === undefined ? (depth ?? []) : []));
    for (const [at, depth] of order.entries()) {
      steps.push(() => depth.draft(pace));
      // A depth is checked against its neighbours': the first gap can be shown when both its cameras have a draft.
      if (at === 1) for (const early of order.slice(0, 2)) steps.push(() => early.show(pace, 'draft'));
      if (at > 1) steps.push(() => depth.show(pace, 'draft'));
      // What a viewer waits for comes first: the first gap.
      if (at === 1)
        steps.push(
          () => this.#compareExposures(pace),
          () => this.#keepCopies(pace),
        );
    }
    steps.push(() => this.#compareExposures(pace));
    if (order.length < 2) steps.push(() => this.#keepCopies(pace));
    for (let round = 0; round < this.#plan.rounds; round += 1)
      for (const depth of order) steps.push(() => depth.agree(pace, round));
    for (const depth of order) steps.push(() => depth.show(pace, 'final'));
    steps.push(() => this.#compareExposures(pace));
    for (const [at, step] of steps.entries()) {
      await step();
      signal.throwIfAborted();
      onProgress?.({
        done: (at + 1) / steps.length,
        ready: this.#stage.works.filter(({ depth }) => depth?.relief !== undefined).map(({ id }) => id),
      });
    }
  }

  // Draws before it returns, so that the canvas can be read in the same task.
  async render(camera: CameraModel, options: RenderOptions = {}): Promise<Shown> {
    const refused = this.#refusal();
    if (refused !== undefined) throw refused;
    checkRendering(options);
    const { synthesis = this.#synthesis, show = 'picture' } = options;
    const { width, height } = checkedSize(this.#canvas);
    const view = resized(checkedView(camera), width, height);
    const choice = choose(this.rig, view, (id) => this.#work(id)?.depth?.relief?.certainty, synthesis);
    this.#last = { camera: view, choice, show };
    this.#draw('canvas');
    const sources = choice.sources.map(({ id }) => id);
    return { synthesis: choice.synthesis, confidence: choice.confidence, sources };
  }

  #draw(output: Texture | 'canvas'): void {
    if (this.#last === undefined) return;
    const { camera, choice, show } = this.#last;
    const sources = choice.sources.flatMap(({ id, share }): Source[] => {
      const work = this.#work(id);
      if (work === undefined) return [];
      const relief = choice.synthesis === 'depth' ? work.depth?.relief : undefined;
      return [
        { camera: work.camera, picture: work.picture, relief, share, exposure: this.#exposures.of(id) },
      ];
    });
    const { width, height } = this.#canvas;
    const view = resized(camera, width, height);
    this.#stage.renderer.draw(view, sources, this.rig.pivot, { ...choice, show }, output);
  }

  async readPixels(): Promise<ImageData> {
    const refused = this.#refusal();
    if (refused !== undefined) throw refused;
    const { width, height } = checkedSize(this.#canvas);
    if (this.#last === undefined) return new ImageData(width, height);
    const { gpu, ended } = this.#stage;
    const target = gpu.texture({ width, height, format: 'rgba8', purpose: 'read back' });
    this.#draw(target);
    const reading = readSettled(gpu.gl, new Pace(gpu.gl, ended.signal), target);
    gpu.release(target);
    return new ImageData(new Uint8ClampedArray((await reading).buffer), width, height);
  }

  resize(width: number, height: number): void {
    const size = checkedSize({ width, height });
    this.#canvas.width = size.width;
    this.#canvas.height = size.height;
  }

  close(): void {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    this.#end(closed());
    this.#copies = undefined;
  }

  /** Nothing runs on the stage any more, and nothing of it is left. */
  #end(reason: Error): void {
    const { gpu, index, works, renderer, ended } = this.#stage;
    ended.abort(reason);
    renderer.close();
    if (this.#closing.signal.aborted) for (const { depth } of works) depth?.close();
    index.dispose(gpu.gl);
    gpu.dispose();
  }

  /** Why nothing can be asked for now. */
  #refusal(): Error | undefined {
    if (this.#closing.signal.aborted) return closed();
    return this.#gl.isContextLost() || this.#stage.ended.signal.aborted ? contextLost() : undefined;
  }

  #work(id: string): CameraWork | undefined {
    return this.#stage.works.find((work) => work.id === id);
  }
}
