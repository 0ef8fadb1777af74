import type { CameraModel } from './camera/index.js';
import type { Quality } from './depth/index.js';
import type { Synthesis } from './ladder.js';
import type { Frame } from './pictures/index.js';
import type { Aspect } from './render/index.js';
import type { Rig, Subject } from './rig/index.js';

export interface SynthesizerOptions {
  /** Its size is the output's. It must have no other context. */
  readonly canvas: HTMLCanvasElement | OffscreenCanvas;
  readonly cameras: readonly CameraModel[];
  /** One a camera, in the same order. They stay the caller's, and may be closed once this has resolved. */
  readonly frames: readonly Frame[];
  /**
   * Where the athlete is in each frame, one a camera in the same order: white on black, or alpha. Outlines then meet where the athlete
   * is drawn. Used where every camera has a matte or a plate.
   */
  readonly mattes?: readonly (Frame | undefined)[] | undefined;
  /** What each camera sees when the athlete is not there (`learnPlate`), one a camera in the same order: where a matte comes from that is not given. */
  readonly plates?: readonly (Frame | undefined)[] | undefined;
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
  /**
   * How much is done for depth, `'balanced'` by default: `'fast'` for phones, `'best'` for pictures of more than 640 pixels on a strong GPU.
   * A view costs the same.
   */
  readonly quality?: Quality | undefined;
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

export interface RenderOptions {
  /** For this view, instead of what the synthesizer was made with. Depth is there only where it was made for `'auto'` or `'depth'`. */
  readonly synthesis?: Synthesis | 'auto' | undefined;
  /**
   * `'picture'`, or what it is made from, in grey. `'depth'`: 128 is as far as the pivot, twice as bright half as far, black unknown.
   * `'confidence'`: 0 to 255, how far the cameras agree on each pixel; white at a real camera.
   */
  readonly show?: Aspect | undefined;
}

export interface Shown {
  readonly synthesis: Synthesis;
  /** 0 to 1: how much of the picture is known rather than guessed. */
  readonly confidence: number;
  /** Ids of the cameras it was made from, those with the largest part first. */
  readonly sources: readonly string[];
}

/**
 * Views of one frozen moment, from where no camera stood. When the browser takes the WebGL context away, what is asked for rejects with
 * `viewpoint/context-lost`; when it gives it back (the canvas fires `webglcontextrestored`), the last view is drawn again. Before
 * `prepare` has made copies there is nothing to restore it from.
 */
export interface Synthesizer {
  readonly rig: Rig;
  /** What lies on the GPU, bytes by purpose. Computed: WebGL does not tell. */
  readonly memory: Readonly<Record<string, number>>;
  /**
   * Compares how the cameras are exposed and estimates depth, nearest to the last view first. Views are blended until what they need is
   * there. Keeps copies of the pictures, too, from which a lost context is restored. Rejects with `AbortError` when aborted; what was done stays, and another call goes on.
   * @throws OlympicPlayerError `viewpoint/closed`, `viewpoint/context-lost`, `viewpoint/gpu-refused`
   */
  prepare(options?: PrepareOptions): Promise<void>;
  /**
   * Draws the view of a camera to the canvas. A camera of another size is scaled to it.
   * @throws OlympicPlayerError `viewpoint/invalid-camera`, `viewpoint/invalid-option`, `viewpoint/closed`, `viewpoint/context-lost`, `viewpoint/gpu-refused`
   */
  render(camera: CameraModel, options?: RenderOptions): Promise<Shown>;
  /** What was rendered last, at the canvas's size; rows from the top. Transparent before anything was. */
  readPixels(): Promise<ImageData>;
  /** Of the canvas, and so of the output; it is empty until the next view. */
  resize(width: number, height: number): void;
  /** Frees the GPU's memory. Idempotent. */
  close(): void;
}
