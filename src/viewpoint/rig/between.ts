import { add, matrixOf, multiply, quaternionOf, resized, scale, transpose } from '../camera/index.js';
import type { CameraModel, Distortion, Matrix3, Quaternion, Vector3 } from '../camera/index.js';
import { angleBetween, radians, wrapped } from './angles.js';
import { emptyRig } from './errors.js';
import { clampAzimuth } from './limits.js';
import { cameraById } from './nearest.js';
import { aimFrom } from './orbit.js';
import type { PictureSize } from './orbit.js';
import { pointAt } from './place.js';
import type { Rig, RigCamera } from './rig.js';
import { placeOnRow, rowNear, rowWraps } from './row-path.js';

/** Degrees; above, azimuth turns too fast for its share of the way, and the path is a great circle. */
const highElevation = 65;

export interface PathOptions {
  /** Of the picture; by default the first camera's. */
  readonly size?: PictureSize;
}

const mix = (a: number, b: number, t: number): number => a + (b - a) * t;
/** In equal ratios: an enlargement of 2 is half done at the root of 2. */
const mixRatio = (a: number, b: number, t: number): number => a * (b / a) ** t;

/**
 * A camera on the way from one real camera to another, exactly the real one at `t` 0 and 1: it moves on an arc about the
 * pivot; how it is turned away from the pivot, its focal length, principal point and distortion pass over evenly.
 * @throws OlympicPlayerError `viewpoint/unknown-camera`
 */
export function between(rig: Rig, a: string, b: string, t: number, options: PathOptions = {}): CameraModel {
  return cameraBetween(rig, cameraById(rig, a), cameraById(rig, b), t, options);
}

export interface OrbitPathOptions extends PathOptions {
  /** Degrees: on a rig of several rows, which one to follow. By default the one with most cameras. */
  readonly elevation?: number;
}

/** The orbit through the real cameras: exactly each of them at its own azimuth, degrees; clamped to the limits. */
export function orbitThrough(
  rig: Rig,
  azimuth: number,
  { elevation, ...options }: OrbitPathOptions = {},
): CameraModel {
  const within = clampAzimuth(rig, azimuth);
  const row = rowNear(rig, within, elevation);
  const place = placeOnRow(row, within, rowWraps(rig));
  if (place === undefined) throw emptyRig();
  return cameraBetween(rig, place.a, place.b, place.part, options);
}

function cameraBetween(rig: Rig, a: RigCamera, b: RigCamera, t: number, { size }: PathOptions): CameraModel {
  const { width, height } = size ?? a.camera;
  const sized = ({ camera }: RigCamera): CameraModel =>
    camera.width === width && camera.height === height ? camera : resized(camera, width, height);
  const [from, to] = [sized(a), sized(b)];
  if (t === 0 || a === b) return from;
  if (t === 1) return to;
  const low = Math.max(Math.abs(a.elevation), Math.abs(b.elevation)) < highElevation;
  return {
    id: `${a.id}~${b.id}`,
    width,
    height,
    fx: mixRatio(from.fx, to.fx, t),
    fy: mixRatio(from.fy, to.fy, t),
    skew: mix(from.skew, to.skew, t),
    cx: mix(from.cx, to.cx, t),
    cy: mix(from.cy, to.cy, t),
    distortion: mixLens(from.distortion, to.distortion, t),
    ...(low ? alongHorizon(rig, a, b, t) : alongGreatCircle(rig, a, b, t)),
  };
}

const mixLens = (a: Distortion, b: Distortion, t: number): Distortion => [
  mix(a[0], b[0], t),
  mix(a[1], b[1], t),
  mix(a[2], b[2], t),
  mix(a[3], b[3], t),
  mix(a[4], b[4], t),
];

type Pose = Pick<CameraModel, 'position' | 'rotation'>;

/** Azimuth and elevation evenly, so a level ring stays level; turned against a camera that looks at the pivot. */
function alongHorizon(rig: Rig, a: RigCamera, b: RigCamera, t: number): Pose {
  const place = {
    azimuth: a.azimuth + wrapped(b.azimuth - a.azimuth) * t,
    elevation: mix(a.elevation, b.elevation, t),
    distance: mixRatio(a.distance, b.distance, t),
  };
  const turnOf = (camera: RigCamera): Matrix3 =>
    multiply(transpose(aimFrom(rig, camera)), camera.camera.rotation);
  return {
    position: pointAt(rig, place),
    rotation: multiply(aimFrom(rig, place), slerpRotation(turnOf(a), turnOf(b), t)),
  };
}

function alongGreatCircle(rig: Rig, a: RigCamera, b: RigCamera, t: number): Pose {
  const angle = radians(angleBetween(a.direction, b.direction));
  const sine = Math.sin(angle);
  // At the same place, or with no one way between opposites: a straight line of directions.
  const [u, v] = sine > 1e-6 ? [Math.sin((1 - t) * angle) / sine, Math.sin(t * angle) / sine] : [1 - t, t];
  const direction: Vector3 = add(scale(a.direction, u), scale(b.direction, v));
  return {
    position: add(rig.pivot, scale(direction, mixRatio(a.distance, b.distance, t))),
    rotation: slerpRotation(a.camera.rotation, b.camera.rotation, t),
  };
}

/** Shoemake, "Animating rotation with quaternion curves", 1985; the shorter way. */
function slerpRotation(a: Matrix3, b: Matrix3, t: number): Matrix3 {
  const [p, q] = [quaternionOf(a), quaternionOf(b)];
  const cosine = p[0] * q[0] + p[1] * q[1] + p[2] * q[2] + p[3] * q[3];
  const angle = Math.acos(Math.min(1, Math.abs(cosine)));
  const sine = Math.sin(angle);
  const u = sine > 1e-6 ? Math.sin((1 - t) * angle) / sine : 1 - t;
  const v = (sine > 1e-6 ? Math.sin(t * angle) / sine : t) * (cosine < 0 ? -1 : 1);
  const mixed: Quaternion = [
    p[0] * u + q[0] * v,
    p[1] * u + q[1] * v,
    p[2] * u + q[2] * v,
    p[3] * u + q[3] * v,
  ];
  return matrixOf(mixed);
}
