import { invalidCamera, tooLarge } from './errors.js';
import type { CameraModel } from './camera-model.js';

/** Characters; COLMAP's images.txt lists the keypoints of every picture. */
const mostText = 64 * 2 ** 20;
/** More than any rig has; a rig of this many would not fit into memory with its pictures. */
const mostCameras = 10_000;

export function checkLength(...texts: readonly string[]): void {
  if (texts.reduce((sum, text) => sum + text.length, 0) > mostText) throw tooLarge('characters', mostText);
}

export function checkCount(count: number): void {
  if (count > mostCameras) throw tooLarge('cameras', mostCameras);
}

/** Ids name cameras: two may not share one. */
export function distinct(cameras: readonly CameraModel[]): readonly CameraModel[] {
  checkCount(cameras.length);
  const seen = new Set<string>();
  for (const { id } of cameras) {
    if (seen.has(id)) {
      throw invalidCamera(id, 'another one has the same id', {
        hint: 'Give every camera an id of its own, and one pose.',
      });
    }
    seen.add(id);
  }
  return cameras;
}
