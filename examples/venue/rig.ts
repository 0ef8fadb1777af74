/**
 * The venue's cameras: a ring of 24 around the athlete and 3 beauty cameras, calibrated exactly.
 *
 * Canonical space (glTF): metres, right-handed, +Y up, a camera looks down its own -Z. `translation` is the camera's
 * centre, `rotation` the quaternion (x, y, z, w) that turns camera axes into world axes.
 * Azimuth 0 is at `front`, positive counter-clockwise seen from above. No DOM and no three.js here: Node reads it too.
 */

export type Vector3 = readonly [number, number, number];
export type Quaternion = readonly [number, number, number, number];

export interface Intrinsics {
  /** Focal lengths and principal point in pixels of a `width` x `height` picture; pixel centres at integers. */
  readonly fx: number;
  readonly fy: number;
  readonly cx: number;
  readonly cy: number;
  readonly width: number;
  readonly height: number;
}

export interface VenueCamera {
  readonly id: string;
  /** What the strip says in its first byte. */
  readonly number: number;
  readonly label: Readonly<Record<string, string>>;
  readonly role: 'main' | 'alternate' | 'beauty';
  /** Part of the ring that looks at the athlete. */
  readonly ring: boolean;
  readonly translation: Vector3;
  readonly rotation: Quaternion;
  readonly intrinsics: Intrinsics;
}

export const venueVersion = 1;
export const width = 640;
export const height = 360;

export const subject: { readonly center: Vector3; readonly radius: number } = {
  center: [0, 3.1, 0],
  radius: 2.4,
};
export const up: Vector3 = [0, 1, 0];
export const front: Vector3 = [0, 0, 1];

const ringSize = 24;
const ringRadius = 8.2;
const ringHeight = 3.2;

const subtract = (a: Vector3, b: Vector3): Vector3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const cross = (a: Vector3, b: Vector3): Vector3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const normalize = (a: Vector3): Vector3 => {
  const length = Math.hypot(...a);
  return [a[0] / length, a[1] / length, a[2] / length];
};

/** The rotation of a camera at `eye` that looks at `target`; Shepperd's method from the rotation matrix. */
export function lookAt(eye: Vector3, target: Vector3): Quaternion {
  const z = normalize(subtract(eye, target));
  const x = normalize(cross(up, z));
  const y = cross(z, x);
  const [m00, m10, m20] = x;
  const [m01, m11, m21] = y;
  const [m02, m12, m22] = z;
  const trace = m00 + m11 + m22;
  if (trace > 0) {
    const s = 2 * Math.sqrt(trace + 1);
    return [(m21 - m12) / s, (m02 - m20) / s, (m10 - m01) / s, s / 4];
  }
  if (m00 > m11 && m00 > m22) {
    const s = 2 * Math.sqrt(1 + m00 - m11 - m22);
    return [s / 4, (m01 + m10) / s, (m02 + m20) / s, (m21 - m12) / s];
  }
  if (m11 > m22) {
    const s = 2 * Math.sqrt(1 + m11 - m00 - m22);
    return [(m01 + m10) / s, s / 4, (m12 + m21) / s, (m02 - m20) / s];
  }
  const s = 2 * Math.sqrt(1 + m22 - m00 - m11);
  return [(m02 + m20) / s, (m12 + m21) / s, s / 4, (m10 - m01) / s];
}

function intrinsics(verticalFieldOfView: number): Intrinsics {
  const f = height / 2 / Math.tan((verticalFieldOfView * Math.PI) / 360);
  return { fx: f, fy: f, cx: (width - 1) / 2, cy: (height - 1) / 2, width, height };
}

function ringCamera(index: number): VenueCamera {
  const azimuth = (index * 2 * Math.PI) / ringSize;
  const eye: Vector3 = [ringRadius * Math.sin(azimuth), ringHeight, ringRadius * Math.cos(azimuth)];
  const degrees = (((index * 360) / ringSize + 180) % 360) - 180;
  return {
    id: `ring-${String(index).padStart(2, '0')}`,
    number: index,
    label: { en: `Ring ${degrees > 0 ? '+' : ''}${degrees}°` },
    role: 'alternate',
    ring: true,
    translation: eye,
    rotation: lookAt(eye, subject.center),
    intrinsics: intrinsics(35),
  };
}

function beautyCamera(
  id: string,
  number: number,
  label: string,
  role: VenueCamera['role'],
  eye: Vector3,
  target: Vector3,
  verticalFieldOfView: number,
): VenueCamera {
  return {
    id,
    number,
    label: { en: label },
    role,
    ring: false,
    translation: eye,
    rotation: lookAt(eye, target),
    intrinsics: intrinsics(verticalFieldOfView),
  };
}

/** All 27; a camera's index is its strip number. */
export const cameras: readonly VenueCamera[] = [
  ...Array.from({ length: ringSize }, (_, index) => ringCamera(index)),
  beautyCamera('main', 24, 'Programme', 'main', [5.4, 3.4, 11.8], [0, 2.95, 0], 27),
  beautyCamera('crane', 25, 'Crane', 'beauty', [-8.5, 9.2, 8.6], [0, 2.5, 0], 35),
  beautyCamera('field', 26, 'Field', 'beauty', [1.7, 0.85, 4.7], [0, 3.1, 0], 54),
];

/** The twelve whose recordings are committed: nine ring neighbours (a 120 degree arc about the front), three beauty. */
export const recorded: readonly string[] = [
  'main',
  ...[20, 21, 22, 23, 0, 1, 2, 3, 4].map((index) => `ring-${String(index).padStart(2, '0')}`),
  'crane',
  'field',
];
