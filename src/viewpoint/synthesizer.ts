import { CameraDepth } from './camera-depth.js';
import { resized } from './camera/index.js';
import type { CameraModel } from './camera/index.js';
import { standardPlan } from './depth/index.js';
import type { View } from './depth/index.js';
import { badOption, closed, noWebGl } from './errors.js';
import { Gpu, readLater } from './gl/index.js';
import type { Texture } from './gl/index.js';
import { choose } from './ladder.js';
import type { Choice, Synthesis } from './ladder.js';
import { Pace } from './pace.js';
import { matchingView, planSizes, sizeOf, uploadFrame } from './pictures/index.js';
import type { Frame, PictureSize } from './pictures/index.js';
import { ViewRenderer } from './render/index.js';
import type { Source } from './render/index.js';
import { analyseRig, nearest, sourcesFor } from './rig/index.js';
import type { Rig, Subject } from './rig/index.js';
import { mapOf, QuadIndex } from './surface/index.js';
import type { SuppliedDepth } from './surface/index.js';

export interface SynthesizerOptions {
  /** Its size is the output's. It must have no other context. */
  readonly canvas: HTMLCanvasElement | OffscreenCanvas;
  readonly cameras: readonly CameraModel[];
  /** One a camera, in the same order. They stay the caller's, and may be closed once this has resolved. */
  readonly frames: readonly Frame[];
  /**
   * Depth along the optical axis of each pixel, scene units, rows from the top, one a camera in the same order: taken instead of
   * estimating. As many numbers as the frame, or the camera, has pixels; not positive or not finite where it is unknown.
   */
  readonly depths?: readonly (Float32Array | undefined)[] | undefined;
  /** Where the athlete is, scene units: what the orbit turns about. */
  readonly subject?: Subject | undefined;
  /** Bounds on the scene's depth from each camera, scene units. */
  readonly depthRange?: readonly [near: number, far: number] | undefined;
  readonly synthesis?: Synthesis | 'auto' | undefined;
  /** Most GPU memory to use for what is kept of the cameras, bytes. Pictures are kept smaller where it is not enough. */
  readonly memoryBudget?: number | undefined;
}

export interface Progress {
  /** Of the work, 0 to 1. */
  readonly done: number;
  /** Ids of the cameras whose depth can be drawn. */
  readonly ready: readonly string[];
}

export interface PrepareOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface Shown {
  readonly synthesis: Synthesis;
  /** 0 to 1: how much of the picture is known rather than guessed. */
  readonly confidence: number;
  /** Ids of the cameras it was made from, those with the largest part first. */
  readonly sources: readonly string[];
}

const defaultBudget = 256 * 2 ** 20;
/** Nothing is looked for nearer to a camera than this part of its distance to the pivot, unless the depth range says so. */
const nearPart = 0.3;
const neighbours = 4;

interface CameraWork {
  readonly id: string;
  /** Of the kept picture's size. */
  readonly camera: CameraModel;
  readonly picture: Texture;
  depth: CameraDepth | undefined;
  /** Until it is drawn. */
  readonly supplied: SuppliedDepth | undefined;
}

/** Views of one frozen moment, from where no camera stood. */
export interface Synthesizer {
  readonly rig: Rig;
  /** What lies on the GPU, bytes by purpose. Computed: WebGL does not tell. */
  readonly memory: Readonly<Record<string, number>>;
  /**
   * Estimates depth, nearest to the last view first. Views are blended until what they need is there. Rejects with `AbortError`
   * when aborted; what was done stays, and another call goes on.
   */
  prepare(options?: PrepareOptions): Promise<void>;
  /** Draws the view of a camera to the canvas. A camera of another size is scaled to it. */
  render(camera: CameraModel): Promise<Shown>;
  /** What was rendered last; rows from the top. */
  readPixels(): Promise<ImageData>;
  resize(width: number, height: number): void;
  /** Frees the GPU's memory. Idempotent. */
  close(): void;
}

/**
 * @throws OlympicPlayerError `viewpoint/no-webgl2`, `viewpoint/invalid-option`, `viewpoint/invalid-camera`
 */
export async function createSynthesizer(options: SynthesizerOptions): Promise<Synthesizer> {
  check(options);
  const { canvas } = options;
  const gl = canvas.getContext('webgl2', {
    antialias: false,
    alpha: false,
    depth: false,
    stencil: false,
    powerPreference: 'high-performance',
  });
  if (!(gl instanceof WebGL2RenderingContext)) throw noWebGl();
  return new FrozenMoment(gl, options);
}

function check({ cameras, frames }: SynthesizerOptions): void {
  if (cameras.length === 0) throw badOption('cameras', 'there are none', 'Give at least one camera.');
  if (frames.length !== cameras.length)
    throw badOption(
      'frames',
      `there are ${frames.length} for ${cameras.length} cameras`,
      'Give one a camera, in the same order.',
    );
  for (const [index, frame] of frames.entries()) {
    const { width, height } = sizeOf(frame);
    if (width > 0 && height > 0) continue;
    throw badOption(`frames[${index}]`, 'it has no pixels', 'Give it before it is closed.');
  }
}

function suppliedOf(
  values: Float32Array | undefined,
  camera: CameraModel,
  frame: PictureSize,
  at: number,
): SuppliedDepth | undefined {
  if (values === undefined) return undefined;
  const size = [frame, camera].find(({ width, height }) => width * height === values.length);
  if (size !== undefined) return { width: size.width, height: size.height, values };
  throw badOption(
    `depths[${at}]`,
    `it has ${values.length} numbers for a picture of ${frame.width} x ${frame.height}`,
    'Give a number a pixel, rows from the top.',
  );
}

class FrozenMoment implements Synthesizer {
  readonly rig: Rig;
  readonly #gpu: Gpu;
  readonly #renderer: ViewRenderer;
  readonly #works: readonly CameraWork[];
  readonly #synthesis: Synthesis | 'auto';
  readonly #canvas: HTMLCanvasElement | OffscreenCanvas;
  #last: { camera: CameraModel; choice: Choice } | undefined;
  #preparing: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(gl: WebGL2RenderingContext, options: SynthesizerOptions) {
    const { cameras, frames, subject, depthRange, memoryBudget = defaultBudget } = options;
    this.#canvas = options.canvas;
    this.#gpu = new Gpu(gl);
    this.#renderer = new ViewRenderer(this.#gpu);
    this.#synthesis = options.synthesis ?? 'auto';
    this.rig = analyseRig(cameras, { subject });
    const largest: unknown = gl.getParameter(gl.MAX_TEXTURE_SIZE);
    const sizes = planSizes(frames.map(sizeOf), {
      matched: standardPlan.matched,
      largest: typeof largest === 'number' ? largest : 2048,
      budget: memoryBudget,
    });
    const index = new QuadIndex();
    this.#works = cameras.flatMap((given, at): CameraWork[] => {
      const [frame, size] = [frames[at], sizes[at]];
      if (frame === undefined || size === undefined) return [];
      const camera = resized(given, size.kept.width, size.kept.height);
      const picture = uploadFrame(this.#gpu, frame, size.kept);
      const supplied = suppliedOf(options.depths?.[at], given, sizeOf(frame), at);
      const work: CameraWork = { id: given.id, camera, picture, depth: undefined, supplied };
      if (cameras.length < 2 || this.#synthesis === 'snap' || this.#synthesis === 'blend') return [work];
      const distance = Math.hypot(
        ...given.position.map((value, axis) => value - (this.rig.pivot[axis] ?? 0)),
      );
      const [near, far] = depthRange ?? [nearPart * distance, Infinity];
      const makeView = (): View => matchingView(this.#gpu, camera, picture, size.matched);
      work.depth = new CameraDepth(
        this.#gpu,
        index,
        camera,
        makeView,
        { least: 1 / far, most: 1 / near },
        standardPlan,
      );
      return [work];
    });
    for (const work of this.#works) {
      if (work.depth === undefined) continue;
      // Those that surround it come first: what one side cannot see, the other can.
      const { sources } = sourcesFor(this.rig, work.camera, neighbours, { without: [work.id] });
      work.depth.neighbours = sources.flatMap(({ camera }) => this.#work(camera.id)?.depth ?? []);
    }
  }

  get memory(): Readonly<Record<string, number>> {
    return this.#gpu.memory.byPurpose;
  }

  prepare(options: PrepareOptions = {}): Promise<void> {
    if (this.#closed) return Promise.reject(closed());
    const run = this.#preparing.catch(() => {}).then(() => this.#prepare(options));
    this.#preparing = run;
    return run;
  }

  async #prepare({ signal, onProgress }: PrepareOptions): Promise<void> {
    const pace = new Pace(this.#gpu.gl, signal);
    const focus = this.#last?.camera.position ?? this.#works[0]?.camera.position;
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
      if (at === 1) for (const early of order.slice(0, 2)) steps.push(() => early.show(pace, 'half'));
      if (at > 1) steps.push(() => depth.show(pace, 'half'));
    }
    for (let round = 0; round < standardPlan.rounds; round += 1)
      for (const depth of order) steps.push(() => depth.agree(pace));
    for (const depth of order) steps.push(() => depth.show(pace, 'fine'));
    for (const [at, step] of steps.entries()) {
      await step();
      onProgress?.({
        done: (at + 1) / steps.length,
        ready: this.#works.filter(({ depth }) => depth?.relief !== undefined).map(({ id }) => id),
      });
    }
  }

  render(camera: CameraModel): Promise<Shown> {
    if (this.#closed) return Promise.reject(closed());
    const { width, height } = this.#canvas;
    const view = resized(camera, width, height);
    const choice = choose(this.rig, view, (id) => this.#work(id)?.depth?.relief?.certainty, this.#synthesis);
    this.#last = { camera: view, choice };
    this.#draw('canvas');
    const sources = [...choice.sources].sort((a, b) => b.share - a.share).map(({ id }) => id);
    return Promise.resolve({ synthesis: choice.synthesis, confidence: choice.confidence, sources });
  }

  #draw(output: Texture | 'canvas'): void {
    if (this.#last === undefined) return;
    const { camera, choice } = this.#last;
    const sources = choice.sources.flatMap(({ id, share }): Source[] => {
      const work = this.#work(id);
      if (work === undefined) return [];
      const relief = choice.synthesis === 'depth' ? work.depth?.relief : undefined;
      return [{ camera: work.camera, picture: work.picture, relief, share }];
    });
    this.#renderer.draw(camera, sources, this.rig.pivot, output);
  }

  async readPixels(): Promise<ImageData> {
    if (this.#closed) throw closed();
    const { width, height } = this.#canvas;
    if (this.#last === undefined) return new ImageData(width, height);
    const target = this.#gpu.texture({ width, height, format: 'rgba8', purpose: 'read back' });
    this.#draw(target);
    const pending = readLater(this.#gpu.gl, target);
    this.#gpu.release(target);
    await new Pace(this.#gpu.gl).settled();
    return new ImageData(new Uint8ClampedArray(pending.take().buffer), width, height);
  }

  resize(width: number, height: number): void {
    this.#canvas.width = width;
    this.#canvas.height = height;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#renderer.close();
    this.#gpu.dispose();
  }

  #work(id: string): CameraWork | undefined {
    return this.#works.find((work) => work.id === id);
  }
}
