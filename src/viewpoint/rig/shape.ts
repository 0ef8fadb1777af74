import { cross, length, subtract } from '../camera/index.js';
import { radians, turnFrom, wrapped } from './angles.js';
import { alongRow, gabrielPairs, gapBetween } from './neighbours.js';
import type { Gap, PivotReason, Rig, RigCamera, RigShape } from './rig.js';
import { centroid, scatterAxes } from './scatter.js';
import { madToSigma, median } from './statistics.js';

/** A ring's widest gap is below this (degrees)... */
const ringGap = 121;
/** ...and below this or a few times the usual one: 20 cameras in 300 degrees are an arc. */
const ringGapSurely = 45;
const ringGapOfMedian = 3;
/** Neighbours nearer than this part of the usual distance say nothing about rows. */
const nearNeighbours = 0.35;
/** Part of the cameras that have another above or below them where there are rows. */
const stackedPart = 0.5;
/** Off a straight line by less than this part of its length is a row. */
const straight = 0.02;
/** Degrees, and standard deviations, from the row's own height beyond which a camera stands apart. */
const apartAtLeast = 10;
const apartSigmas = 5;
/** Rows are split at steps of height of at least this part of the largest, and this many degrees. */
const rowStep = 0.4;
const leastRowStep = 1;
/** Degrees: cameras further apart look at different sides of what they look at. */
const acrossSubject = 90;
/** Scene-free: positions nearer to each other than this part of their distance to the pivot are one place. */
const onePlace = 1e-6;

export type Arrangement = Pick<Rig, 'shape' | 'rows' | 'gaps'>;

export function arrange(cameras: readonly RigCamera[], reason: PivotReason): Arrangement {
  const graph = neighbourGraph(cameras);
  const shapeOf = (row: readonly RigCamera[]): RigShape => {
    if (allAtOnePlace(cameras)) return 'single';
    if (cameras.length === 2) return 'pair';
    if (isRing(row)) return 'ring';
    return reason === 'parallel' || isStraight(row) ? 'row' : 'arc';
  };
  if (hasRows(cameras, graph)) {
    return {
      shape: 'rows',
      rows: splitRows(cameras).map((row) => inOrder(row).map(({ id }) => id)),
      gaps: graph.map(([a, b]) => gapBetween(a, b)),
    };
  }
  const row = inOrder(mainRow(cameras));
  const shape = shapeOf(row);
  const apart: readonly Gap[] = graph
    .filter(([a, b]) => !row.includes(a) || !row.includes(b))
    .map(([a, b]) => gapBetween(a, b));
  return {
    shape,
    rows: [row.map(({ id }) => id)],
    gaps: [...alongRow(row, shape === 'ring'), ...apart],
  };
}

/** Without pairs across the subject, unless there is nobody nearer. */
function neighbourGraph(cameras: readonly RigCamera[]): ReturnType<typeof gabrielPairs> {
  const pairs = gabrielPairs(cameras).map(([a, b]) => ({ a, b, angle: gapBetween(a, b).angle }));
  const least = (camera: RigCamera): number =>
    Math.min(...pairs.filter(({ a, b }) => a === camera || b === camera).map(({ angle }) => angle));
  return pairs
    .filter(({ a, b, angle }) => angle <= acrossSubject || angle <= least(a) || angle <= least(b))
    .map(({ a, b }) => [a, b] as const);
}

/** Counter-clockwise. An open row begins after its widest gap; one without a wide gap at the camera nearest to the front. */
export function inOrder(cameras: readonly RigCamera[]): readonly RigCamera[] {
  const sorted = [...cameras].sort((a, b) => a.azimuth - b.azimuth);
  const turns = turnsOf(sorted);
  const ring = isRing(sorted);
  const begin = ring
    ? indexOfLeast(sorted.map(({ azimuth }) => Math.abs(azimuth)))
    : (indexOfLeast(turns.map((turn) => -turn)) + 1) % Math.max(1, sorted.length);
  return [...sorted.slice(begin), ...sorted.slice(0, begin)];
}

/** From each to the next, of cameras sorted by azimuth, round to the first. */
function turnsOf(sorted: readonly RigCamera[]): readonly number[] {
  return sorted.map(({ azimuth }, index) => {
    const next = sorted[(index + 1) % sorted.length]?.azimuth ?? azimuth;
    return index === sorted.length - 1 ? turnFrom(azimuth, next) || 360 : next - azimuth;
  });
}

function indexOfLeast(values: readonly number[]): number {
  return values.reduce((best, value, index) => (value < (values[best] ?? Infinity) ? index : best), 0);
}

export function isRing(cameras: readonly RigCamera[]): boolean {
  if (cameras.length < 3) return false;
  const turns = turnsOf([...cameras].sort((a, b) => a.azimuth - b.azimuth));
  const widest = Math.max(...turns);
  return widest < ringGap && widest < Math.max(ringGapSurely, ringGapOfMedian * median(turns));
}

function allAtOnePlace(cameras: readonly RigCamera[]): boolean {
  const [first] = cameras;
  if (first === undefined) return true;
  const near = onePlace * first.distance;
  return cameras.every(({ camera }) => length(subtract(camera.position, first.camera.position)) <= near);
}

/** How far two cameras are apart along the horizon and in height, degrees at the pivot. */
function steps(a: RigCamera, b: RigCamera): readonly [along: number, up: number] {
  const level = Math.cos(radians((a.elevation + b.elevation) / 2));
  return [Math.abs(wrapped(b.azimuth - a.azimuth)) * level, Math.abs(b.elevation - a.elevation)];
}

/** Whether many have a neighbour above or below rather than beside them. */
function hasRows(
  cameras: readonly RigCamera[],
  graph: readonly (readonly [RigCamera, RigCamera])[],
): boolean {
  if (cameras.length < 3) return false;
  const usual = median(graph.map(([a, b]) => gapBetween(a, b).angle));
  const stacked = new Set<RigCamera>();
  for (const [a, b] of graph) {
    const [along, up] = steps(a, b);
    if (up > along && gapBetween(a, b).angle > nearNeighbours * usual) [a, b].forEach((c) => stacked.add(c));
  }
  return stacked.size >= stackedPart * cameras.length && stacked.size > 2;
}

/** Without those that stand well above or below the others. */
function mainRow(cameras: readonly RigCamera[]): readonly RigCamera[] {
  const middle = median(cameras.map(({ elevation }) => elevation));
  const off = ({ elevation }: RigCamera): number => Math.abs(elevation - middle);
  const usual = Math.max(apartAtLeast, apartSigmas * madToSigma * median(cameras.map(off)));
  const row = cameras.filter((camera) => off(camera) <= usual);
  return row.length >= 3 ? row : cameras;
}

function isStraight(row: readonly RigCamera[]): boolean {
  const middle = centroid(row.map(({ camera }) => camera.position));
  const offsets = row.map(({ camera }) => subtract(camera.position, middle));
  const [, , line] = scatterAxes(offsets);
  const off = offsets.map((offset) => length(cross(offset, line.direction)));
  return Math.max(...off) < straight * Math.max(...offsets.map(length));
}

function splitRows(cameras: readonly RigCamera[]): readonly (readonly RigCamera[])[] {
  const sorted = [...cameras].sort((a, b) => a.elevation - b.elevation);
  const heights = sorted.map(
    ({ elevation }, index) => elevation - (sorted[index - 1]?.elevation ?? elevation),
  );
  const step = Math.max(leastRowStep, rowStep * Math.max(...heights));
  const rows: RigCamera[][] = [];
  sorted.forEach((camera, index) => {
    const row = rows.at(-1);
    if (row === undefined || (heights[index] ?? 0) >= step) rows.push([camera]);
    else row.push(camera);
  });
  return rows;
}
