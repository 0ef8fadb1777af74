import { turnFrom } from './angles.js';
import type { Rig, RigCamera } from './rig.js';

/** Between two cameras of a row that are next to each other; `part` runs from 0 at `a` to 1 at `b` by azimuth. */
export interface RowPlace {
  readonly a: RigCamera;
  readonly b: RigCamera;
  readonly part: number;
}

export function camerasOf(rig: Rig, ids: readonly string[]): readonly RigCamera[] {
  return ids.flatMap((id) => rig.cameras.filter((camera) => camera.id === id).slice(0, 1));
}

/** Whether a row goes all the way round. */
export function rowWraps(rig: Rig): boolean {
  return rig.limits.azimuth === 'wraps';
}

/**
 * Where a row (counter-clockwise, as `Rig.rows`) passes an azimuth. Beyond the ends of an open row, its nearer end. A row of
 * one camera is that camera.
 */
export function placeOnRow(row: readonly RigCamera[], azimuth: number, wraps: boolean): RowPlace | undefined {
  const [first] = row;
  const last = row.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const pairs = row.map((a, index) => ({ a, b: row[index + 1] ?? first }));
  for (const { a, b } of wraps ? pairs : pairs.slice(0, -1)) {
    const whole = turnFrom(a.azimuth, b.azimuth);
    const turn = turnFrom(a.azimuth, azimuth);
    if (turn <= whole) return { a, b, part: whole > 0 ? turn / whole : 0 };
  }
  const [before, after] = [turnFrom(azimuth, first.azimuth), turnFrom(last.azimuth, azimuth)];
  return before < after ? { a: first, b: first, part: 0 } : { a: last, b: last, part: 0 };
}

/** The row that passes nearest to a place; the one with most cameras where no elevation is asked for. */
export function rowNear(rig: Rig, azimuth: number, elevation: number | undefined): readonly RigCamera[] {
  const rows = rig.rows.map((ids) => camerasOf(rig, ids));
  const cost = (row: readonly RigCamera[]): number =>
    elevation === undefined ? -row.length : Math.abs(heightAt(row, azimuth, rowWraps(rig)) - elevation);
  return rows.reduce<readonly RigCamera[]>(
    (best, row) => (best.length === 0 || cost(row) < cost(best) ? row : best),
    [],
  );
}

/** Elevation of the row at an azimuth, degrees. */
export function heightAt(row: readonly RigCamera[], azimuth: number, wraps: boolean): number {
  const place = placeOnRow(row, azimuth, wraps);
  if (place === undefined) return 0;
  return place.a.elevation + (place.b.elevation - place.a.elevation) * place.part;
}
