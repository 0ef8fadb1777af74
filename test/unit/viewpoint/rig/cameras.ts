/** Cameras for tests of rigs: rings, arcs, rows, and the same in other worlds. */
import {
  add,
  cross,
  matrixOf,
  multiply,
  noDistortion,
  normalize,
  scale,
  subtract,
  transform,
} from '../../../../src/viewpoint/camera/index.js';
import type { CameraModel, Matrix3, Vector3 } from '../../../../src/viewpoint/camera/index.js';

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** A level camera, up +Y. */
export function lookAt(
  id: string,
  eye: Vector3,
  target: Vector3,
  more: Partial<CameraModel> = {},
): CameraModel {
  const z = normalize(subtract(eye, target));
  const x = normalize(cross([0, 1, 0], z));
  const y = cross(z, x);
  return {
    id,
    width: 640,
    height: 360,
    fx: 600,
    fy: 600,
    skew: 0,
    cx: 319.5,
    cy: 179.5,
    distortion: noDistortion,
    position: eye,
    rotation: [x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2]],
    ...more,
  };
}

/** About `target`: azimuth from +Z, counter-clockwise seen from above, degrees. */
export function about(
  target: Vector3,
  azimuth: number,
  elevation: number,
  distance: number,
  id = `${azimuth}/${elevation}`,
): CameraModel {
  const [a, e] = [radians(azimuth), radians(elevation)];
  const offset: Vector3 = [Math.sin(a) * Math.cos(e), Math.sin(e), Math.cos(a) * Math.cos(e)];
  return lookAt(id, add(target, scale(offset, distance)), target);
}

export const target: Vector3 = [1.5, 2, -3];

export const arc = (azimuths: readonly number[], elevation = 5, distance = 8): readonly CameraModel[] =>
  azimuths.map((azimuth) => about(target, azimuth, elevation, distance));

export const ring = (count: number, elevation = 5): readonly CameraModel[] =>
  arc(
    Array.from({ length: count }, (_, index) => (index * 360) / count),
    elevation,
  );

/** Side by side, all looking the same way. */
export const row = (count: number, spacing = 0.5): readonly CameraModel[] =>
  Array.from({ length: count }, (_, index) => {
    const eye: Vector3 = [(index - (count - 1) / 2) * spacing, 1.5, 0];
    return lookAt(`row-${index}`, eye, [eye[0], eye[1], -1]);
  });

/** Turned about its own axes (x right, y up, z back), degrees. */
export function turned(camera: CameraModel, axis: 0 | 1 | 2, degrees: number): CameraModel {
  return { ...camera, rotation: multiply(camera.rotation, turn(axis, degrees)) };
}

export function turn(axis: 0 | 1 | 2, degrees: number): Matrix3 {
  const half = radians(degrees) / 2;
  const at = (index: number): number => (index === axis ? Math.sin(half) : 0);
  return matrixOf([at(0), at(1), at(2), Math.cos(half)]);
}

/** What a scene of other units, axes and origin calls the same thing. */
export interface World {
  readonly size: number;
  readonly rotation: Matrix3;
  readonly origin: Vector3;
}

export const pointIn = ({ size, rotation, origin }: World, point: Vector3): Vector3 =>
  add(transform(rotation, scale(point, size)), origin);

export const directionIn = ({ rotation }: World, direction: Vector3): Vector3 =>
  transform(rotation, direction);

export const cameraIn = (world: World, camera: CameraModel): CameraModel => ({
  ...camera,
  position: pointIn(world, camera.position),
  rotation: multiply(world.rotation, camera.rotation),
});

export function randomWorld(random: () => number): World {
  const normal = (): number => random() + random() + random() - 1.5;
  return {
    size: 10 ** (random() * 8 - 4),
    rotation: matrixOf([normal(), normal(), normal(), normal()]),
    origin: [normal() * 100, normal() * 100, normal() * 100],
  };
}
