import { add, cross, dot, length, normalize, scale, subtract } from '../camera/index.js';
import type { CameraModel, Vector3 } from '../camera/index.js';
import { angleBetween, degrees, turnFrom } from './angles.js';
import { unusableAxes } from './errors.js';
import type { OrbitFrame, RigOptions } from './rig.js';
import { centroid, scatterAxes } from './scatter.js';

/** How much the cameras' mean up, where the search begins, holds against their levels: only where all look the same way. */
const upPull = 0.002;
/** Sine of a roll (3 degrees) that takes three quarters of a camera's weight: some hang askew, or stand on their side. */
const fairRoll = 0.05;
const rounds = 8;
/** The plane of a ring is better than the cameras' levels where it is this well known (degrees)... */
const knownPlane = 0.5;
/** ...and does not contradict them by more than this (degrees): rings on slopes are not upright. */
const agreement = 5;
/** Widest gap of a ring whose plane is believed, degrees. */
const ringGap = 120;
/** Sine of the angle to `up` below which a direction says nothing about the front. */
const steep = 0.05;

const rightOf = ({ rotation }: CameraModel): Vector3 => [rotation[0], rotation[3], rotation[6]];
const upOf = ({ rotation }: CameraModel): Vector3 => [rotation[1], rotation[4], rotation[7]];

const across = (vector: Vector3, axis: Vector3): Vector3 => subtract(vector, scale(axis, dot(vector, axis)));

/**
 * Up, where it is not given: the direction to which the cameras' horizontal axes are perpendicular, as operators level
 * cameras (Brown and Lowe, "Automatic Panoramic Image Stitching", 2007, section 5); for a ring, the normal of its plane.
 * Front, where it is not given: towards the first camera that is not straight above the pivot.
 */
export function frameOf(
  cameras: readonly CameraModel[],
  pivot: Vector3,
  { up: givenUp, front: givenFront }: RigOptions,
): OrbitFrame {
  const up = givenUp === undefined ? findUp(cameras, pivot) : direction(givenUp, 'up');
  const front = givenFront === undefined ? findFront(cameras, pivot, up) : direction(givenFront, 'front', up);
  return { pivot, up, front, left: cross(up, front) };
}

function direction(vector: Vector3, name: string, perpendicularTo?: Vector3): Vector3 {
  const unit = normalize(vector);
  const kept = perpendicularTo === undefined ? unit : across(unit, perpendicularTo);
  if (!(length(kept) > 1e-3)) throw unusableAxes(name);
  return normalize(kept);
}

function findUp(cameras: readonly CameraModel[], pivot: Vector3): Vector3 {
  const level = findLevel(cameras);
  const plane = ringPlane(cameras, pivot, level);
  return plane ?? level;
}

/** Minimises the mean square of the cameras' rolls, beginning at their mean up. */
function findLevel(cameras: readonly CameraModel[]): Vector3 {
  const rights = cameras.map(rightOf);
  const [first] = cameras;
  const sum = centroid(cameras.map(upOf));
  const meanUp = length(sum) > 0.1 || first === undefined ? normalize(sum) : upOf(first);
  let weights = cameras.map(() => 1);
  let up = meanUp;
  for (let round = 0; round < rounds; round += 1) {
    const total = weights.reduce((all, weight) => all + weight, 0);
    // A negative weight is a pull: the least axis stays where it was as far as the levels let it.
    const [least] = scatterAxes([...rights, up], [...weights, -upPull * total]);
    up = dot(least.direction, meanUp) < 0 ? scale(least.direction, -1) : least.direction;
    weights = rights.map((right) => 1 / (1 + (dot(right, up) / fairRoll) ** 2) ** 2);
  }
  return up;
}

/** The normal of the plane in which a ring's cameras stand, where it is a ring and a plane. */
function ringPlane(cameras: readonly CameraModel[], pivot: Vector3, level: Vector3): Vector3 | undefined {
  const spare = cameras.length - 3;
  if (spare <= 0) return undefined;
  const middle = centroid(cameras.map(({ position }) => position));
  const [least, minor] = scatterAxes(cameras.map(({ position }) => subtract(position, middle)));
  // How far the normal is off where every camera is off the plane by what they are in the mean.
  const tilt = degrees(Math.sqrt(Math.max(0, least.spread) / (minor.spread * spare)));
  const normal = dot(least.direction, level) < 0 ? scale(least.direction, -1) : least.direction;
  if (!(tilt < knownPlane) || angleBetween(normal, level) > agreement) return undefined;
  return widestTurn(cameras, pivot, normal) < ringGap ? normal : undefined;
}

/** Between neighbours about an axis, degrees. */
function widestTurn(cameras: readonly CameraModel[], pivot: Vector3, axis: Vector3): number {
  const front = findFront(cameras, pivot, axis);
  const left = cross(axis, front);
  const azimuths = cameras
    .map(({ position }) => subtract(position, pivot))
    .map((offset) => degrees(Math.atan2(dot(offset, left), dot(offset, front))))
    .sort((a, b) => a - b);
  const turns = azimuths.map((azimuth, index) =>
    turnFrom(azimuth, azimuths[(index + 1) % azimuths.length] ?? 0),
  );
  return Math.max(...turns);
}

function findFront(cameras: readonly CameraModel[], pivot: Vector3, up: Vector3): Vector3 {
  for (const { position } of cameras) {
    const offset = subtract(position, pivot);
    const flat = across(offset, up);
    if (length(flat) > steep * length(offset)) return normalize(flat);
  }
  // All look straight down (or up): the lower edge of the first picture is nearest to the viewer.
  const [first] = cameras;
  const bottom = first === undefined ? up : across(scale(upOf(first), -1), up);
  if (length(bottom) > steep) return normalize(bottom);
  const other: Vector3 = Math.abs(up[0]) < 0.9 ? [1, 0, 0] : [0, 1, 0];
  return normalize(add(across(other, up), [0, 0, 0]));
}
