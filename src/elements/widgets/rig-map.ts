import type { EventModel } from '../../session/index.js';

/** A camera seen from above. */
export interface MapPoint {
  readonly id: string;
  /** -1 to 1; the subject is at 0, 0. To the right, seen with the rig's front at the bottom. */
  readonly x: number;
  /** -1 to 1, downwards: towards the rig's front. */
  readonly y: number;
  /** Where the camera looks: degrees clockwise from straight up. */
  readonly heading: number;
}

type Vector = readonly [number, number, number];

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** A camera's -Z axis turned by its unit quaternion x, y, z, w (glTF 2.0, 3.5.3). */
const viewDirection = ([x, y, z, w]: readonly [number, number, number, number]): Vector => [
  -2 * (x * z + w * y),
  -2 * (y * z - w * x),
  -(1 - 2 * (x * x + y * y)),
];

/**
 * Every calibrated angle, seen from above. Directions are true; distances are drawn as their square roots, so that a crane
 * in the stands does not press the near ring into a point.
 */
export function topView(model: EventModel): readonly MapPoint[] {
  const placed = model.angles.flatMap(({ id, calibration }) =>
    calibration === undefined ? [] : [{ id, ...calibration }],
  );
  const up: Vector = model.rig?.up ?? [0, 1, 0];
  const front: Vector = model.rig?.front ?? [0, 0, 1];
  const right = cross(up, front);
  const centre: Vector = model.rig?.subject?.center ?? [0, 0, 0];
  const flat = placed.map(({ id, translation, rotation }) => {
    const from = minus(translation, centre);
    const view = viewDirection(rotation);
    return {
      id,
      across: dot(from, right),
      ahead: dot(from, front),
      heading: (Math.atan2(dot(view, right), -dot(view, front)) * 180) / Math.PI,
    };
  });
  const farthest = Math.max(1e-9, ...flat.map(({ across, ahead }) => Math.hypot(across, ahead)));
  return flat.map(({ id, across, ahead, heading }) => {
    const distance = Math.hypot(across, ahead);
    const scale = distance === 0 ? 0 : Math.sqrt(distance / farthest) / distance;
    return { id, x: across * scale, y: ahead * scale, heading };
  });
}
