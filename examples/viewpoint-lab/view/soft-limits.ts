/** Limits that give way under a finger, less and less. */
import type { Range } from '../../../src/viewpoint/index.js';

export const clamp = (value: number, [least, most]: Range): number => Math.max(least, Math.min(most, value));

/** @param give how far beyond one can get at most */
export function soft(value: number, range: Range, give: number): number {
  const inside = clamp(value, range);
  const beyond = value - inside;
  return inside + Math.sign(beyond) * give * (1 - Math.exp(-Math.abs(beyond) / give));
}

/** The turn from one azimuth to another the short way, above -180 up to 180 degrees. */
export const shortTurn = (from: number, to: number): number =>
  to - from - 360 * Math.ceil((to - from - 180) / 360);
