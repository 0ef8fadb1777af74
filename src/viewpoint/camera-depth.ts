import { resized } from './camera/index.js';
import type { CameraModel } from './camera/index.js';
import { checkedDepth, coarseDepth, enlarged, finestStep, pixelStep, refined } from './depth/index.js';
import type { Believing, DepthPlan, Search, View } from './depth/index.js';
import { readSettled } from './gl/index.js';
import type { Gpu, Texture } from './gl/index.js';
import type { Pace } from './pace.js';
import { patchesOf, releaseMesh, upload } from './surface/index.js';
import type { DepthMap, Mesh, PatchOptions, Patches, QuadIndex, SuppliedMap } from './surface/index.js';

/** How depth becomes patches; `tolerance` in pixels of disparity to the nearest neighbour. */
type Fit = Pick<PatchOptions, 'tolerance' | 'doubtful' | 'mixed'>;
const estimated: Fit = { tolerance: 2, doubtful: 80, mixed: 16 };
/** What was given is known to a pixel; the pixels that are doubted stay apart from those that are not. */
const supplied: Fit = { tolerance: 0.5, doubtful: 10, mixed: 1 };

/** A camera's depth as it is drawn. */
export interface Relief {
  /** Of the pixels of the patches. */
  readonly camera: CameraModel;
  readonly mesh: Mesh;
  /** What the mesh is made of, in main memory. */
  readonly patches: Patches;
  readonly qMax: number;
  /** Share of the picture that neighbours confirm, 0 to 1. */
  readonly certainty: number;
}

/** The depth of one camera's picture, from a first draft to what its neighbours agree with. */
export class CameraDepth {
  /** Of the picture, lens included. */
  readonly camera: CameraModel;
  readonly search: Search;
  /** Nearest first. */
  neighbours: readonly CameraDepth[] = [];
  #state: Texture | undefined;
  #relief: Relief | undefined;
  #view: View | undefined;
  /** How often it was brought to agree with the neighbours. */
  #rounds = 0;
  /** Nothing is left to do. */
  #finished = false;
  readonly #makeView: () => View;
  readonly #gpu: Gpu;
  readonly #plan: DepthPlan;
  readonly #index: QuadIndex;

  /** `makeView` is called when there is something to match: the first picture does not wait for it. */
  constructor(
    gpu: Gpu,
    index: QuadIndex,
    camera: CameraModel,
    makeView: () => View,
    search: Search,
    plan: DepthPlan,
  ) {
    this.#gpu = gpu;
    this.#index = index;
    this.camera = camera;
    this.#makeView = makeView;
    this.search = search;
    this.#plan = plan;
  }

  get view(): View {
    this.#view ??= this.#makeView();
    return this.#view;
  }

  get relief(): Relief | undefined {
    return this.#relief;
  }

  /** Depth at half the size, from the pictures alone. */
  async draft(pace: Pace): Promise<void> {
    if (this.#state !== undefined || this.#finished) return;
    const [gpu, plan, qMax] = [this.#gpu, this.#plan, this.search.most];
    const others = this.neighbours.map(({ view }) => view);
    let state = await coarseDepth(gpu, pace, this.view, others, this.search, plan);
    state = await refined(gpu, pace, state, this.view, others, 'quarter', qMax, plan.quarter);
    state = await enlarged(gpu, pace, state, this.view, others, 'half', qMax);
    this.#state = await refined(gpu, pace, state, this.view, others, 'half', qMax, plan.half);
  }

  /** Depth that the neighbours' drafts agree with better; `round` counts from 0. */
  async agree(pace: Pace, round: number): Promise<void> {
    if (round < this.#rounds) return;
    const believing = this.#believing();
    const known = this.neighbours
      .slice(0, this.#plan.agreed.neighbours)
      .flatMap((other) => other.#believing() ?? []);
    if (believing === undefined || known.length === 0) return;
    const copy = this.#copyOf(believing.state);
    const better = await refined(
      this.#gpu,
      pace,
      copy,
      this.view,
      known.map(({ view }) => view),
      'half',
      believing.qMax,
      this.#plan.agreed,
      known,
    );
    this.#gpu.release(believing.state);
    this.#state = better;
    this.#rounds = round + 1;
  }

  /** What is drawn: from the draft as it is, or for good. */
  async show(pace: Pace, as: 'draft' | 'final'): Promise<void> {
    const believing = this.#believing();
    if (believing === undefined || this.#finished) return;
    if (as === 'draft') {
      if (this.#relief === undefined) await this.#shape(pace, believing, 'half');
      return;
    }
    const [gpu, { fine }, { qMax }] = [this.#gpu, this.#plan, believing];
    if (fine === undefined) {
      await this.#shape(pace, believing, 'half');
      this.#finished = true;
      return;
    }
    const others = this.neighbours.map(({ view }) => view);
    let state = await enlarged(gpu, pace, this.#copyOf(believing.state), this.view, others, 'fine', qMax);
    state = await refined(gpu, pace, state, this.view, others, 'fine', qMax, fine);
    try {
      await this.#shape(pace, { ...believing, state }, 'fine');
    } finally {
      gpu.release(state);
    }
    this.#finished = true;
  }

  async #shape(pace: Pace, believing: Believing, size: 'half' | 'fine'): Promise<void> {
    const gpu = this.#gpu;
    const known = this.neighbours.flatMap((other) => other.#believing() ?? []);
    const depth = await checkedDepth(gpu, pace, believing, known.slice(0, 4));
    const reading = readSettled(gpu.gl, pace, depth);
    gpu.release(depth);
    const bytes = await reading;
    const { width, height } = depth;
    const { camera } = this.view[size];
    const step = finestStep(
      this.view,
      this.neighbours.slice(0, 1).map(({ view }) => view),
      size,
    );
    await this.#use(pace, { width, height, bytes }, camera, believing.qMax, step / believing.qMax, estimated);
  }

  /** Draws a depth that was given, instead of any that could be estimated. */
  async supply(pace: Pace, { map, camera, qMax }: SuppliedMap, beside: CameraModel): Promise<void> {
    if (this.#relief !== undefined) return;
    const other = resized(beside, camera.width, camera.height);
    await pace.spent(0);
    await this.#use(pace, map, camera, qMax, pixelStep(camera, other) / qMax, supplied);
  }

  /** Draws this depth from now on. `step`: inverse depth of a pixel of disparity, of the largest. */
  async #use(
    pace: Pace,
    map: DepthMap,
    camera: CameraModel,
    qMax: number,
    step: number,
    fit: Fit,
  ): Promise<void> {
    const rows = patchesOf(map, {
      ...fit,
      tolerance: step * fit.tolerance * 65535,
      steepest: step * 65535,
    });
    let row = rows.next();
    while (row.done !== true) {
      await pace.turn();
      row = rows.next();
    }
    const previous = this.#relief;
    this.#relief = {
      camera,
      mesh: upload(this.#gpu, this.#index, row.value),
      patches: row.value,
      qMax,
      certainty: certaintyOf(map),
    };
    if (previous !== undefined) releaseMesh(this.#gpu, previous.mesh);
  }

  /** The same on another context: what is drawn comes back at once, what was not ready has to be estimated again. */
  again(gpu: Gpu, index: QuadIndex, camera: CameraModel, makeView: () => View): CameraDepth {
    const next = new CameraDepth(gpu, index, camera, makeView, this.search, this.#plan);
    if (this.#relief === undefined) return next;
    next.#relief = { ...this.#relief, mesh: upload(gpu, index, this.#relief.patches) };
    next.#finished = this.#finished;
    return next;
  }

  /** Frees what is not the GPU's textures, which have an owner. */
  close(): void {
    if (this.#relief !== undefined) releaseMesh(this.#gpu, this.#relief.mesh);
    this.#relief = undefined;
  }

  #believing(): Believing | undefined {
    return this.#state === undefined
      ? undefined
      : { view: this.view, state: this.#state, qMax: this.search.most };
  }

  /** Refinement replaces what it is given; neighbours still look at this. */
  #copyOf(state: Texture): Texture {
    const { gl } = this.#gpu;
    const { width, height } = state;
    const copy = this.#gpu.texture({ width, height, format: 'data8', purpose: 'planes' });
    const [from, to] = [state.framebuffer, copy.framebuffer];
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, from);
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, to);
    gl.blitFramebuffer(0, 0, width, height, 0, 0, width, height, gl.COLOR_BUFFER_BIT, gl.NEAREST);
    return copy;
  }
}

/** Of 255: half of the neighbours that could see it confirm it. */
const confirmed = 128;

function certaintyOf({ bytes }: DepthMap): number {
  let sure = 0;
  for (let at = 2; at < bytes.length; at += 4) if ((bytes[at] ?? 0) >= confirmed) sure += 1;
  return sure / (bytes.length / 4);
}
