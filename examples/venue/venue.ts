/**
 * The venue: a stadium and an athlete, rendered with WebGL2 from any calibrated camera at any time of the loop.
 * The same camera and time give the same pixels on the same machine, so a page can make ground truth for whatever
 * the player shows.
 */
import {
  Fog,
  Group,
  Mesh,
  MeshBasicMaterial,
  NeutralToneMapping,
  PCFShadowMap,
  PerspectiveCamera,
  Scene,
  SphereGeometry,
  Vector2,
  WebGLRenderer,
  type Material,
  type Object3D,
  type Texture,
} from 'three';
import { createAthlete } from './athlete/athlete.js';
import { athleteAt } from './athlete/routine.js';
import { createDepthReader } from './depth-reader.js';
import { crowdBeat, excitementAt } from './excitement.js';
import { frameAt } from './loop.js';
import { clipMatrix, type CalibratedCamera } from './projection.js';
import { venueVersion, type Vector3 } from './rig.js';
import { createCrowd } from './scene/crowd.js';
import { createFloor } from './scene/floor.js';
import { createLights } from './scene/lights.js';
import { palette } from './scene/palette.js';
import { createSignage } from './scene/signage.js';
import { createStands } from './scene/stands.js';
import { createTrampoline } from './scene/trampoline.js';
import { encodeStrip, stripCells } from './strip.js';

/** `full`: everything. `plate`: the venue without the athlete. `matte`: the athlete's visible silhouette, white on black. */
export type Layers = 'full' | 'plate' | 'matte';

export interface RenderOptions {
  /** Draw the strip; the camera must have a number then. Off by default. */
  readonly strip?: boolean;
  readonly layers?: Layers;
}

export interface Venue {
  readonly canvas: HTMLCanvasElement | OffscreenCanvas;
  /**
   * Draws what a camera sees at `timeMs` of the loop (any time: it repeats). The canvas shows the camera's whole picture
   * whatever its size. Read the canvas in the same task: it is not kept for later ones.
   */
  render(
    camera: CalibratedCamera & { readonly number?: number },
    timeMs: number,
    options?: RenderOptions,
  ): void;
  /** Metres along the optical axis at every pixel's centre, rows from the top. `far` where nothing is. */
  readDepth(camera: CalibratedCamera, timeMs: number, options?: Pick<RenderOptions, 'layers'>): Float32Array;
  resize(width: number, height: number): void;
  /** Frees the GPU's memory; the venue cannot be used afterwards. Idempotent. */
  dispose(): void;
}

export interface VenueOptions {
  readonly canvas: HTMLCanvasElement | OffscreenCanvas;
  /** Of the picture, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Points of the world at which to draw small magenta balls: what checks of calibrations look for. None by default. */
  readonly markers?: readonly Vector3[];
}

/** Of the balls at `markers`, metres. */
export const markerRadius = 0.05;

/** Clip planes in metres: nothing to be seen is nearer or farther. */
export const near = 0.2;
export const far = 120;

function aim(camera: PerspectiveCamera, { translation, rotation, intrinsics }: CalibratedCamera): void {
  camera.position.set(...translation);
  camera.quaternion.set(...rotation);
  camera.projectionMatrix.set(...clipMatrix(intrinsics, near, far));
  camera.projectionMatrixInverse.copy(camera.projectionMatrix).invert();
  camera.updateMatrixWorld();
}

function disposeAll(root: Object3D): void {
  root.traverse((object) => {
    if (!(object instanceof Mesh)) return;
    object.geometry.dispose();
    const materials: (Material & { map?: Texture | null })[] = [object.material].flat();
    for (const material of materials) {
      material.map?.dispose();
      material.dispose();
    }
  });
}

function createMarkers(points: readonly Vector3[]): Group {
  const group = new Group();
  const geometry = new SphereGeometry(markerRadius, 24, 16);
  const material = new MeshBasicMaterial({ color: '#f0f', fog: false, toneMapped: false });
  for (const point of points) {
    const ball = new Mesh(geometry, material);
    ball.position.set(...point);
    group.add(ball);
  }
  return group;
}

export function createVenue({ canvas, width, height, markers = [] }: VenueOptions): Venue {
  const renderer = new WebGLRenderer({ canvas, antialias: true });
  renderer.setPixelRatio(1);
  renderer.setSize(width, height, false);
  renderer.shadowMap.enabled = true;
  renderer.shadowMap.type = PCFShadowMap;
  renderer.toneMapping = NeutralToneMapping;
  renderer.setClearColor(palette.night);

  const scene = new Scene();
  scene.fog = new Fog(palette.night, 20, 82);
  const trampoline = createTrampoline();
  const crowd = createCrowd();
  const surroundings = new Group();
  surroundings.add(
    createFloor(),
    createStands(),
    createSignage(),
    createLights(),
    trampoline.object,
    crowd.object,
    createMarkers(markers),
  );
  const athlete = createAthlete();
  scene.add(surroundings, athlete.object);
  const silhouette = new MeshBasicMaterial({ color: '#fff', fog: false, toneMapped: false });
  const view = new PerspectiveCamera();
  const depthReader = createDepthReader(renderer);

  const setTime = (timeMs: number, withAthlete: boolean): void => {
    const state = athleteAt(timeMs);
    athlete.pose(state);
    athlete.object.visible = withAthlete;
    trampoline.press(withAthlete ? state.bedDepth : 0, ...state.bedPoint);
    crowd.update(crowdBeat(timeMs), excitementAt(timeMs));
  };

  /** The surroundings fill the depth buffer, then the athlete is drawn into it: what hides the athlete hides the matte. */
  const renderMatte = (): void => {
    athlete.object.visible = false;
    renderer.render(scene, view);
    athlete.object.visible = true;
    surroundings.visible = false;
    scene.overrideMaterial = silhouette;
    renderer.autoClear = false;
    renderer.setClearColor('#000');
    renderer.clear(true, false, false);
    renderer.render(scene, view);
    renderer.setClearColor(palette.night);
    renderer.autoClear = true;
    scene.overrideMaterial = null;
    surroundings.visible = true;
  };

  const paintStrip = (number: number, timeMs: number): void => {
    const size = renderer.getDrawingBufferSize(new Vector2());
    const bits = encodeStrip({ camera: number, version: venueVersion, frame: frameAt(timeMs) });
    renderer.setScissorTest(true);
    for (const cell of stripCells(bits, size.x, size.y)) {
      renderer.setScissor(cell.x, size.y - cell.y - cell.height, cell.width, cell.height);
      renderer.setClearColor(cell.white ? '#fff' : '#000');
      renderer.clear(true, false, false);
    }
    renderer.setScissorTest(false);
    renderer.setClearColor(palette.night);
  };

  return {
    canvas,
    render(camera, timeMs, { strip = false, layers = 'full' } = {}) {
      aim(view, camera);
      setTime(timeMs, layers !== 'plate');
      if (layers === 'matte') renderMatte();
      else renderer.render(scene, view);
      if (!strip) return;
      if (camera.number === undefined) {
        throw new Error(
          'A strip was asked for, but this camera has no number to put in it; give it one or leave the strip out.',
        );
      }
      paintStrip(camera.number, timeMs);
    },
    readDepth(camera, timeMs, { layers = 'full' } = {}) {
      aim(view, camera);
      setTime(timeMs, layers !== 'plate');
      return depthReader.read(scene, view, { near, far });
    },
    resize(newWidth, newHeight) {
      renderer.setSize(newWidth, newHeight, false);
    },
    dispose() {
      disposeAll(scene);
      silhouette.dispose();
      athlete.dispose();
      depthReader.dispose();
      renderer.dispose();
    },
  };
}
