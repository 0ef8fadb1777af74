/** Viewpoints that no camera of the rig has: round the subject, in the terms of the player's viewpoint (degrees, metres). */
import type { CalibratedCamera } from './projection.js';
import { height, lookAt, subject, width, type Vector3 } from './rig.js';

export interface Viewpoint {
  /** 0 at the rig's front, positive counter-clockwise seen from above. */
  readonly azimuth: number;
  /** From the horizon, positive upwards. */
  readonly elevation: number;
  /** From the subject's centre. */
  readonly distance: number;
  /** Vertical. */
  readonly fieldOfView: number;
}

/** What keeps a viewpoint inside the hall and off the poles. */
export const viewpointLimits = {
  elevation: [-14, 80],
  distance: [2.5, 13],
  fieldOfView: [15, 75],
} as const;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

const clamp = (value: number, [low, high]: readonly [number, number]): number =>
  Math.max(low, Math.min(high, value));

/** The nearest viewpoint within the limits, its azimuth from -180 up to but not including 180. */
export function clampViewpoint({ azimuth, elevation, distance, fieldOfView }: Viewpoint): Viewpoint {
  return {
    azimuth: azimuth - Math.floor((azimuth + 180) / 360) * 360,
    elevation: clamp(elevation, viewpointLimits.elevation),
    distance: clamp(distance, viewpointLimits.distance),
    fieldOfView: clamp(fieldOfView, viewpointLimits.fieldOfView),
  };
}

/** The camera that looks at the subject from a viewpoint. */
export function orbitCamera({ azimuth, elevation, distance, fieldOfView }: Viewpoint): CalibratedCamera {
  const level = distance * Math.cos(radians(elevation));
  const [x, y, z] = subject.center;
  const eye: Vector3 = [
    x + level * Math.sin(radians(azimuth)),
    y + distance * Math.sin(radians(elevation)),
    z + level * Math.cos(radians(azimuth)),
  ];
  const f = height / 2 / Math.tan(radians(fieldOfView) / 2);
  return {
    translation: eye,
    rotation: lookAt(eye, subject.center),
    intrinsics: { fx: f, fy: f, cx: (width - 1) / 2, cy: (height - 1) / 2, width, height },
  };
}

/** The viewpoint nearest to where a camera stands; exact for one that looks at the subject's centre. */
export function viewpointOf({ translation, intrinsics }: CalibratedCamera): Viewpoint {
  const [x, y, z] = translation.map((value, axis) => value - (subject.center[axis] ?? 0));
  const distance = Math.hypot(x ?? 0, y ?? 0, z ?? 0);
  const degrees = (angle: number): number => (angle * 180) / Math.PI;
  return {
    azimuth: degrees(Math.atan2(x ?? 0, z ?? 0)),
    elevation: degrees(Math.asin((y ?? 0) / distance)),
    distance,
    fieldOfView: degrees(2 * Math.atan(intrinsics.height / 2 / intrinsics.fy)),
  };
}
