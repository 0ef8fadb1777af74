/** One frozen instant as the lab holds it: cameras, their pictures in the same order, and what is to be said about them. */
import type { CameraModel, Subject } from '../../../src/viewpoint/index.js';

export interface Scene {
  readonly name: string;
  readonly cameras: readonly CameraModel[];
  readonly frames: readonly ImageBitmap[];
  readonly subject?: Subject;
  /** Of lengths, as shown: `m`, or nothing where the calibration does not say. */
  readonly unit: string;
  /** For the visitor: what was left out, how pictures were matched. */
  readonly notes: readonly string[];
}

/** The scene as the others saw it. */
export function withoutCamera(scene: Scene, id: string | undefined): Scene {
  if (id === undefined) return scene;
  const kept = (_: unknown, index: number): boolean => scene.cameras[index]?.id !== id;
  return { ...scene, cameras: scene.cameras.filter(kept), frames: scene.frames.filter(kept) };
}

export function closeScene({ frames }: Scene): void {
  for (const frame of frames) frame.close();
}
