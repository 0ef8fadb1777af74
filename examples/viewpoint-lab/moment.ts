/** All that belongs to one frozen moment, and how it follows the one before. */
import {
  analyseRig,
  nearest,
  type PictureSize,
  type Rig,
  type RigCamera,
} from '../../src/viewpoint/index.js';
import type { Engine } from './engine/engine.js';
import { EngineShelf } from './engine/shelf.js';
import { closeScene, type Scene } from './scene/scene.js';
import { asHeld, upOf } from './scene/up-axis.js';
import { frontOf } from './view/neighbour.js';
import { Orbit } from './view/orbit.js';

/** Pictures are made at the cameras' own size, up to this width. */
const widestPicture = 1920;
/** Of the distance to the nearest camera: how large what is watched may be, where nobody said. */
const subjectPart = 0.1;

export interface Moment {
  readonly scene: Scene;
  /** An axis of the scene, or as the cameras are held. */
  readonly up: string;
  /** Of all cameras, held out or not. */
  readonly rig: Rig;
  readonly orbit: Orbit;
  readonly shelf: EngineShelf;
}

/** The look stays where it was if the cameras are the same. @throws OlympicPlayerError `viewpoint/…` */
export function momentOf(scene: Scene, before: Moment | undefined, still: () => boolean): Moment {
  const same = JSON.stringify(before?.scene.cameras) === JSON.stringify(scene.cameras);
  const up = before !== undefined && same ? before.up : asHeld;
  const rig = analyseRig(scene.cameras, { subject: scene.subject, up: upOf(up) });
  // What the whole rig looks at stays the middle when a camera is held out.
  const radius = subjectPart * Math.min(...rig.cameras.map(({ distance }) => distance));
  const known = rig.pivotQuality.reason === 'converging' ? { center: rig.pivot, radius } : undefined;
  return {
    scene,
    up,
    rig,
    orbit: before !== undefined && same ? before.orbit : new Orbit(rig, frontOf(rig), still),
    shelf: new EngineShelf(scene, scene.subject ?? known),
  };
}

/** The same moment, something else being up: seen from the real camera that was nearest. */
export function turnedUp(moment: Moment, up: string, still: () => boolean): Moment {
  const { scene } = moment;
  const rig = analyseRig(scene.cameras, { subject: scene.subject, up: upOf(up) });
  const from = nearestCamera(moment)?.id ?? frontOf(rig);
  return { ...moment, up, rig, orbit: new Orbit(rig, from, still) };
}

export function closeMoment({ scene, shelf }: Moment): void {
  shelf.close();
  closeScene(scene);
}

/** The engine with a camera held out, its canvas as large as the pictures of that camera, to compare with. */
export function engineOf({ scene, shelf }: Moment, without: string | undefined): Promise<Engine> {
  const like = scene.cameras.findIndex(({ id }) => id === without);
  return shelf.take(without, shownSize(scene.frames[Math.max(0, like)]));
}

function shownSize({ width, height }: PictureSize = { width: 640, height: 360 }): PictureSize {
  const scale = Math.min(1, widestPicture / width);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** What a camera really saw. */
export const frameOf = ({ scene }: Moment, id: string): ImageBitmap | undefined =>
  scene.frames[scene.cameras.findIndex((camera) => camera.id === id)];

/** The real camera that stands nearest to the look. */
export function nearestCamera({ rig, orbit }: Moment): RigCamera | undefined {
  return nearest(rig, orbit.camera({ width: 16, height: 9 }).position, 1)[0]?.camera;
}
