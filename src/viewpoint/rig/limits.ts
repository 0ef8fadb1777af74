import { degrees, turnFrom, wrapped } from './angles.js';
import { isRing } from './shape.js';
import type { OrbitLimits, Range, Rig, RigCamera, Subject, Viewpoint } from './rig.js';
import { heightAt, rowNear, rowWraps } from './row-path.js';
import { median } from './statistics.js';

/** Degrees above and below the cameras: beyond, what no camera saw shows. */
const aboveAndBelow = 5;
/** Beyond the ends of an open row: this part of its usual gap, at most these degrees. */
const endPart = 0.25;
const endMost = 3;
/** A single camera, or several at one place. */
const aroundSingle = 5;
/** Short of straight above, where azimuth loses its meaning. */
const highest = 89;
/** Of the nearest and farthest camera's distance; nearer and the pictures are only enlarged, farther and they end. */
const nearer = 0.6;
const farther = 1.25;
/** Of the subject's radius: one does not go inside. */
const outsideSubject = 1.2;
/** Of the narrowest and widest lens of the rig. */
const narrower = 0.4;
const wider = 1.25;
const widest = 120;
/** Degrees. */
const rounding = 1e-6;

export const verticalFieldOfView = ({ height, fy }: { height: number; fy: number }): number =>
  degrees(2 * Math.atan(height / 2 / fy));

/** What the cameras support: api, `viewpoint.limits`. */
export function limitsOf(
  cameras: readonly RigCamera[],
  rows: readonly (readonly RigCamera[])[],
  subject: Subject | undefined,
): OrbitLimits {
  const inRows = rows.flat();
  const elevations = inRows.map(({ elevation }) => elevation);
  const distances = inRows.map(({ distance }) => distance);
  const fields = cameras.map(({ camera }) => verticalFieldOfView(camera));
  const farthest = Math.max(...distances) * farther;
  const nearest = Math.max(Math.min(...distances) * nearer, (subject?.radius ?? 0) * outsideSubject);
  return {
    azimuth: azimuthRange(inRows),
    elevation: [
      Math.max(-highest, Math.min(...elevations) - aboveAndBelow),
      Math.min(highest, Math.max(...elevations) + aboveAndBelow),
    ],
    distance: [Math.min(nearest, farthest), farthest],
    fieldOfView: [
      Math.min(...fields) * narrower,
      Math.max(...fields, Math.min(widest, Math.max(...fields) * wider)),
    ],
  };
}

function azimuthRange(cameras: readonly RigCamera[]): Range | 'wraps' {
  if (isRing(cameras)) return 'wraps';
  const azimuths = cameras.map(({ azimuth }) => azimuth).sort((a, b) => a - b);
  const turns = azimuths.map((azimuth, index) =>
    turnFrom(azimuth, azimuths[(index + 1) % azimuths.length] ?? azimuth),
  );
  const widestTurn = Math.max(...turns);
  const last = azimuths[turns.indexOf(widestTurn)] ?? 0;
  const span = widestTurn === 0 ? 0 : 360 - widestTurn;
  const inner = turns.filter((turn, index) => turn > 0 && index !== turns.indexOf(widestTurn));
  const margin = span === 0 ? aroundSingle : Math.min(endMost, endPart * median(inner));
  // About the back it is 180, never -180, whatever the rounding.
  const middle = wrapped(last - span / 2 - rounding) + rounding;
  return [middle - span / 2 - margin, middle + span / 2 + margin];
}

/** What is allowed at an azimuth: about the row where there is only one, between the lowest and highest of several. */
export function elevationRange(rig: Rig, azimuth: number): Range {
  const [low, high] = rig.limits.elevation;
  if (rig.shape === 'rows') return [low, high];
  const height = heightAt(rowNear(rig, azimuth, undefined), azimuth, rowWraps(rig));
  return [Math.max(low, height - aboveAndBelow), Math.min(high, height + aboveAndBelow)];
}

const clamp = (value: number, [least, most]: Range): number => Math.max(least, Math.min(most, value));

/** The nearest azimuth inside the limits: above -180, up to 180 where they wrap, else the number inside their range. */
export function clampAzimuth({ limits }: Rig, azimuth: number): number {
  if (limits.azimuth === 'wraps') return 180 - turnFrom(azimuth, 180);
  const [least, most] = limits.azimuth;
  const past = turnFrom(least, azimuth);
  if (past <= most - least) return least + past;
  return past - (most - least) < 360 - past ? most : least;
}

/** The nearest viewpoint that the cameras support. */
export function clampViewpoint(rig: Rig, viewpoint: Viewpoint): Viewpoint {
  const azimuth = clampAzimuth(rig, viewpoint.azimuth);
  return {
    azimuth,
    elevation: clamp(viewpoint.elevation, elevationRange(rig, azimuth)),
    distance: clamp(viewpoint.distance, rig.limits.distance),
    fieldOfView: clamp(viewpoint.fieldOfView, rig.limits.fieldOfView),
  };
}
