import type { CameraModel } from '../camera/index.js';
import { emptyRig, unusableCamera, unusableAxes } from './errors.js';
import { frameOf } from './frame.js';
import { limitsOf } from './limits.js';
import { findPivot, pivotAt } from './pivot.js';
import { placeCamera } from './place.js';
import type { Rig, RigOptions } from './rig.js';
import { arrange } from './shape.js';

/**
 * What a set of calibrated cameras is as a rig: what they look at, which way is up, how they stand, who is next to whom, and
 * how far an orbit may go. Lengths are in scene units, whatever those are; nothing depends on their size or on the scene's
 * axes.
 * @throws OlympicPlayerError `viewpoint/empty-rig`, `viewpoint/invalid-camera`, `viewpoint/invalid-rig-axes`
 */
export function analyseRig(cameras: readonly CameraModel[], options: RigOptions = {}): Rig {
  if (cameras.length === 0) throw emptyRig();
  for (const camera of cameras) if (!isFinite(camera)) throw unusableCamera(camera.id);
  const { subject } = options;
  if (subject !== undefined && !subject.center.every(Number.isFinite)) throw unusableAxes("subject's center");
  const pivot = subject === undefined ? findPivot(cameras) : pivotAt(cameras, subject.center, 'subject');
  const frame = frameOf(cameras, pivot.point, options);
  const placed = cameras.map((camera) => placeCamera(frame, camera));
  const arrangement = arrange(placed, pivot.quality.reason);
  const rows = arrangement.rows.map((ids) => placed.filter(({ id }) => ids.includes(id)));
  return {
    ...frame,
    cameras: placed,
    pivotQuality: pivot.quality,
    ...arrangement,
    limits: limitsOf(placed, rows, subject),
  };
}

function isFinite({ position, rotation, fx, fy, cx, cy, width, height }: CameraModel): boolean {
  const lens = [fx, fy, width, height];
  return (
    [...position, ...rotation, ...lens, cx, cy].every(Number.isFinite) && lens.every((value) => value > 0)
  );
}
