import { cross, dot, length } from '../camera/index.js';
import type { Vector3 } from '../camera/index.js';

export const radians = (degrees: number): number => (degrees * Math.PI) / 180;
export const degrees = (angle: number): number => (angle * 180) / Math.PI;

/** The angle between two directions of any length, degrees; exact for small ones too, where the arc cosine is not. */
export const angleBetween = (a: Vector3, b: Vector3): number =>
  degrees(Math.atan2(length(cross(a, b)), dot(a, b)));

/** The same direction, above -180 and up to 180 degrees. */
export const wrapped = (angle: number): number => -(((((180 - angle) % 360) + 360) % 360) - 180);

/** How far one turns counter-clockwise from one azimuth to another: 0 up to but not including 360 degrees. */
export const turnFrom = (from: number, to: number): number => (((to - from) % 360) + 360) % 360;
