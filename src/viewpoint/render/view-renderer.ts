import { bends, depthOf, subtract } from '../camera/index.js';
import type { CameraModel, Vector3 } from '../camera/index.js';
import type { Relief } from '../camera-depth.js';
import { gain, relate } from '../depth/index.js';
import { lensUniforms } from '../gl/index.js';
import type { Gpu, Texture, TextureFormat, UniformValue } from '../gl/index.js';
import { drawMesh } from '../surface/index.js';
import { compose } from './compose.glsl.js';
import type { Aspect } from './compose.glsl.js';
import { reaches } from './coverage.js';
import { pull, push } from './holes.glsl.js';
import { layer } from './layer.glsl.js';

/** A camera that a view is made from. */
export interface Source {
  /** Of the picture's size. */
  readonly camera: CameraModel;
  readonly picture: Texture;
  readonly relief?: Relief | undefined;
  /** Weight beside the others'; only their ratio counts. */
  readonly share: number;
  /** How it is exposed: logarithms of red, green and blue, beside the others'. */
  readonly exposure: Vector3;
}

/** How a view is drawn. */
export interface Drawing {
  readonly show: Aspect;
  /** How far the view is from the nearest camera, 0 to 1, and how much of it is known: what a confidence map shows. */
  readonly away: number;
  readonly confidence: number;
}

/** Depths of one surface seen by two cameras differ by less, in parts of the pivot's inverse depth. */
const sameSurface = 0.02;
/** Of a depth map, where the pivot is. */
const pivotGrey = 0.5;
/** Nearer than this part of the distance to the pivot nothing is drawn. */
const nearest = 0.1;

/** Draws views from pictures and reliefs. Keeps its targets from view to view; they have the size of the output. */
export class ViewRenderer {
  readonly #gpu: Gpu;
  #targets = new Map<string, Texture>();
  #size = '';

  constructor(gpu: Gpu) {
    this.#gpu = gpu;
  }

  /** Draws to a texture, or to the canvas. `camera` has the output's size; the source with the largest share comes first. */
  draw(
    camera: CameraModel,
    sources: readonly Source[],
    pivot: Vector3,
    { show, away, confidence }: Drawing,
    output: Texture | 'canvas',
  ): void {
    this.#fit(camera);
    const reliefs = sources.map(({ relief }) => relief);
    const cameras = sources.map((source) => source.camera);
    const lenses = [camera, ...cameras].some(({ distortion }) => bends(distortion));
    const distance = distanceTo(pivot, camera, sources);
    const qMax = 1 / (nearest * distance);
    const layered = reliefs.every((relief) => relief !== undefined);
    const uniforms: Record<string, UniformValue> = {
      qMax,
      size: [camera.width, camera.height],
      share: shares(sources),
      ...(lenses ? lensUniforms('view', camera) : {}),
      ...(show === 'depth' ? { grey: layered ? pivotGrey / nearest : pivotGrey } : {}),
      ...(show === 'confidence' ? { grey: layered ? away : confidence } : {}),
      ...(layered ? { tolerance: sameSurface * nearest } : { plane: 1 / distance }),
    };
    const exposure = exposureOf(sources);
    for (const [index, source] of sources.entries()) {
      const { A, b } = relate(camera, source.camera);
      uniforms[`picture${index}`] = source.picture;
      uniforms[`A${index}`] = A;
      uniforms[`b${index}`] = b;
      uniforms[`gain${index}`] = gain(source.exposure, exposure);
      if (lenses) Object.assign(uniforms, lensUniforms(`own${index}`, source.camera));
      if (source.relief !== undefined && layered)
        uniforms[`layer${index}`] = this.#layer(index, camera, source.relief, qMax);
    }
    const shader = compose({ sources: sources.length, depth: layered ? 'layers' : 'plane', lenses, show });
    // Most dissolves: the first picture does not wait for shaders that would find nothing to fill.
    if (output === 'canvas' && !layered && reaches(camera, cameras, pivot, distance)) {
      this.#gpu.fillCanvas(shader, { ...uniforms, turned: camera.height });
      return;
    }
    const colour = this.#target('colour', camera.width, camera.height, 'rgba8');
    this.#gpu.fill(colour, shader, { ...uniforms, turned: 0 });
    this.#fillHoles(colour, output);
  }

  close(): void {
    for (const target of this.#targets.values()) this.#gpu.release(target);
    this.#targets.clear();
  }

  #layer(index: number, camera: CameraModel, relief: Relief, qMaxView: number): Texture {
    const target = this.#target(`layer${index}`, camera.width, camera.height, 'depth24');
    const { A, b } = relate(relief.camera, camera);
    const lenses = bends(camera.distortion);
    drawMesh(this.#gpu, target, relief.mesh, layer(lenses), {
      A,
      b,
      qMax: relief.qMax,
      qMaxView,
      size: [camera.width, camera.height],
      ...(lenses ? lensUniforms('view', camera) : {}),
    });
    return target;
  }

  #fillHoles(colour: Texture, output: Texture | 'canvas'): void {
    const chain = [colour];
    // At least once: the last step draws the output.
    const more = ({ width, height }: Texture): boolean => chain.length === 1 || Math.max(width, height) > 1;
    for (let finer = colour; more(finer);) {
      const coarser = this.#target(
        `push${chain.length}`,
        Math.ceil(finer.width / 2),
        Math.ceil(finer.height / 2),
        'rgba8',
      );
      this.#gpu.fill(coarser, push, { finer });
      chain.push(coarser);
      finer = coarser;
    }
    const [widest = colour, ...finerOnes] = chain.reverse();
    let filled = widest;
    for (const finer of finerOnes) {
      const last = finer === colour;
      const uniforms = { finer, coarser: filled, turned: last && output === 'canvas' ? colour.height : 0 };
      if (last && output === 'canvas') {
        this.#gpu.fillCanvas(pull, uniforms);
        return;
      }
      filled =
        last && output !== 'canvas'
          ? output
          : this.#target(`pull${finer.width}`, finer.width, finer.height, 'rgba8');
      this.#gpu.fill(filled, pull, uniforms);
    }
  }

  #target(name: string, width: number, height: number, format: TextureFormat): Texture {
    const known = this.#targets.get(name);
    if (known !== undefined) return known;
    const target = this.#gpu.texture({ width, height, format, purpose: 'targets' });
    this.#targets.set(name, target);
    return target;
  }

  #fit({ width, height }: CameraModel): void {
    const size = `${width}x${height}`;
    if (size !== this.#size) this.close();
    this.#size = size;
  }
}

/** Depth of the pivot in a view. Where that is none, as for a view that stands there, a part of how far away the cameras are. */
function distanceTo(pivot: Vector3, view: CameraModel, sources: readonly Source[]): number {
  const away = ({ position }: CameraModel): number => Math.hypot(...subtract(pivot, position));
  const cameras = Math.max(...sources.map(({ camera }) => away(camera)));
  return Math.max(depthOf(view, pivot), 1e-3 * away(view), 1e-3 * cameras, Number.MIN_VALUE);
}

function shares(sources: readonly Source[]): number | readonly number[] {
  const most = Math.max(...sources.map(({ share }) => share));
  const relative = sources.map(({ share }) => share / most);
  const [only] = relative;
  return relative.length === 1 && only !== undefined ? only : relative;
}

/** The view's own: between the cameras', so that at a real camera its picture is as it is. */
function exposureOf(sources: readonly Source[]): Vector3 {
  const all = sources.reduce((sum, { share }) => sum + share, 0);
  const mean = (channel: 0 | 1 | 2): number =>
    sources.reduce((sum, { share, exposure }) => sum + (share / all) * exposure[channel], 0);
  return [mean(0), mean(1), mean(2)];
}
