import type { Rig, RigCamera } from '../rig.js';
import { angleBetween } from '../angles.js';

/** Neighbours of each camera that it is held against. */
const nearestCount = 3;
/** Degrees: about here depth shows best while corners still look alike; dense rigs have such cameras beyond the nearest. */
const tellingAngle = 14;
const tellingCount = 2;

/** Which cameras to compare: for each its nearest and some at a telling angle, none further apart than `widest`, degrees. */
export function pairsToCompare(rig: Rig, widest: number): readonly (readonly [number, number])[] {
  const { cameras } = rig;
  const chosen = new Map<string, readonly [number, number]>();
  cameras.forEach((camera, index) => {
    const others = cameras
      .map((other, at) => ({ at, angle: angleBetween(camera.direction, other.direction), other }))
      .filter(({ at, angle, other }) => at !== index && angle <= widest && distinct(camera, other));
    const near = [...others].sort((a, b) => a.angle - b.angle).slice(0, nearestCount);
    const off = (angle: number): number => Math.abs(angle - tellingAngle);
    const telling = [...others].sort((a, b) => off(a.angle) - off(b.angle)).slice(0, tellingCount);
    for (const { at } of [...near, ...telling]) {
      const pair = [Math.min(index, at), Math.max(index, at)] as const;
      chosen.set(pair.join(), pair);
    }
  });
  return [...chosen.values()];
}

/** Cameras at one place have no epipolar lines. */
function distinct(a: RigCamera, b: RigCamera): boolean {
  const [p, q] = [a.camera.position, b.camera.position];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]) > 1e-4 * a.distance;
}
