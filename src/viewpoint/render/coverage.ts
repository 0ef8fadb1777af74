import { add, depthOf, project, rayOf, scale } from '../camera/index.js';
import type { CameraModel, Vector3 } from '../camera/index.js';
import { extended } from './compose.glsl.js';

/** Points along each side of a view. */
const along = 12;

/**
 * Whether every pixel of a dissolve, or the pictures' borders, is seen by some camera. All see the pivot, and pictures are convex: so what
 * lies between it and a point of the view's border is seen where the point is.
 */
export function reaches(
  view: CameraModel,
  cameras: readonly CameraModel[],
  pivot: Vector3,
  distance: number,
): boolean {
  const sees = (camera: CameraModel, point: Vector3): boolean => {
    const { x, y, depth } = project(camera, point);
    const [u, v] = [(x + 0.5) / camera.width, (y + 0.5) / camera.height];
    return depth > 0 && Math.max(Math.abs(u - 0.5), Math.abs(v - 0.5)) < 0.5 + extended;
  };
  if (depthOf(view, pivot) <= 0 || !cameras.every((camera) => sees(camera, pivot))) return false;
  for (let step = 0; step <= along; step += 1) {
    const [x, y] = [(step / along) * view.width - 0.5, (step / along) * view.height - 0.5];
    const [right, bottom] = [view.width - 0.5, view.height - 0.5];
    for (const pixel of [
      { x, y: -0.5 },
      { x, y: bottom },
      { x: -0.5, y },
      { x: right, y },
    ]) {
      const point = add(view.position, scale(rayOf(view, pixel), distance));
      if (!cameras.some((camera) => sees(camera, point))) return false;
    }
  }
  return true;
}
