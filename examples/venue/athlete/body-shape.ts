/** The athlete's body as a distance field in the rest pose: round cones and ellipsoids, melted into each other. */
import { Vector3 } from 'three';
import { bones, type BoneName } from './skeleton.js';

type Distance = (p: Vector3) => number;

/** A cone with round ends, scaled along z about its axis to be flatter or deeper; distances are slightly off then. */
function roundCone(from: Vector3, to: Vector3, fromRadius: number, toRadius: number, depth = 1): Distance {
  const axis = to.clone().sub(from);
  const lengthSquared = axis.lengthSq();
  const offset = new Vector3();
  return (p) => {
    offset.subVectors(p, from);
    offset.z /= depth;
    const along = Math.max(0, Math.min(1, offset.dot(axis) / lengthSquared));
    offset.addScaledVector(axis, -along);
    return (offset.length() - (fromRadius + (toRadius - fromRadius) * along)) * Math.min(1, depth);
  };
}

/** After the usual first-order estimate: |p/r| (|p/r| - 1) / |p/r^2|. */
function ellipsoid(center: Vector3, rx: number, ry: number, rz: number): Distance {
  return (p) => {
    const [x, y, z] = [(p.x - center.x) / rx, (p.y - center.y) / ry, (p.z - center.z) / rz];
    const k0 = Math.hypot(x, y, z);
    const k1 = Math.hypot(x / rx, y / ry, z / rz);
    return k1 === 0 ? -Math.min(rx, ry, rz) : (k0 * (k0 - 1)) / k1;
  };
}

/** Union with a fillet of about `radius` metres (polynomial smooth minimum). */
function melt(radius: number, parts: readonly Distance[]): Distance {
  return (p) =>
    parts.reduce((so, part) => {
      const d = part(p);
      const h = Math.max(radius - Math.abs(so - d), 0) / radius;
      return Math.min(so, d) - h * h * radius * 0.25;
    }, Infinity);
}

const at = (x: number, y: number, z: number) => new Vector3(x, y, z);

function bone(name: BoneName) {
  const found = bones.get(name);
  if (!found) throw new Error(`There is no bone ${name}.`);
  return found;
}

/** A point beside a bone: a fraction along it, moved by an offset. */
function along(name: BoneName, fraction: number, x = 0, y = 0, z = 0): Vector3 {
  const { from, to } = bone(name);
  return from
    .clone()
    .lerp(to, fraction)
    .add(at(x, y, z));
}

const trunk = melt(0.06, [
  ellipsoid(at(0, 0.955, -0.005), 0.142, 0.1, 0.098),
  ellipsoid(at(0.066, 0.915, -0.042), 0.082, 0.088, 0.082),
  ellipsoid(at(-0.066, 0.915, -0.042), 0.082, 0.088, 0.082),
  roundCone(at(0, 1.02, 0.004), at(0, 1.15, 0.006), 0.116, 0.124, 0.76),
  ellipsoid(at(0, 1.275, 0.006), 0.158, 0.15, 0.108),
  ellipsoid(at(0.085, 1.24, -0.03), 0.088, 0.13, 0.075),
  ellipsoid(at(-0.085, 1.24, -0.03), 0.088, 0.13, 0.075),
  ellipsoid(at(0.07, 1.315, 0.062), 0.078, 0.06, 0.052),
  ellipsoid(at(-0.07, 1.315, 0.062), 0.078, 0.06, 0.052),
  roundCone(at(0.03, 1.45, -0.012), at(0.15, 1.405, -0.008), 0.05, 0.048),
  roundCone(at(-0.03, 1.45, -0.012), at(-0.15, 1.405, -0.008), 0.05, 0.048),
]);

const head = melt(0.025, [
  roundCone(at(0, 1.4, -0.012), at(0, 1.53, 0.008), 0.056, 0.05),
  ellipsoid(at(0, 1.607, 0.006), 0.078, 0.098, 0.097),
  ellipsoid(at(0, 1.548, 0.046), 0.054, 0.052, 0.056),
  ellipsoid(at(0, 1.584, 0.104), 0.013, 0.02, 0.016),
  ellipsoid(at(0.078, 1.588, 0.004), 0.012, 0.026, 0.018),
  ellipsoid(at(-0.078, 1.588, 0.004), 0.012, 0.026, 0.018),
]);

/** The hair, gathered in a knot: from afar it tells where the athlete looks. */
const hair = melt(0.02, [
  ellipsoid(at(0, 1.628, -0.014), 0.083, 0.088, 0.096),
  ellipsoid(at(0, 1.672, -0.098), 0.042, 0.04, 0.04),
]);

function armShape(side: 'L' | 'R'): Distance {
  const [upper, fore, hand] = [bone(`upperArm${side}`), bone(`forearm${side}`), bone(`hand${side}`)];
  const out = side === 'L' ? 1 : -1;
  return melt(0.03, [
    roundCone(upper.from, upper.to, 0.052, 0.037),
    ellipsoid(along(`upperArm${side}`, 0.06, 0, 0.004), 0.075, 0.058, 0.06),
    ellipsoid(along(`upperArm${side}`, 0.52, 0, 0, 0.016), 0.078, 0.038, 0.036),
    ellipsoid(along(`upperArm${side}`, 0.5, 0, 0, -0.018), 0.085, 0.036, 0.034),
    roundCone(fore.from, fore.to, 0.037, 0.026),
    ellipsoid(along(`forearm${side}`, 0.26), 0.075, 0.042, 0.042),
    ellipsoid(along(`hand${side}`, 0.3), 0.052, 0.018, 0.042),
    roundCone(along(`hand${side}`, 0.4), along(`hand${side}`, 0.93), 0.021, 0.012, 1.9),
    roundCone(
      hand.from.clone().add(at(0.03 * out, -0.004, 0.03)),
      hand.from.clone().add(at(0.085 * out, -0.008, 0.062)),
      0.014,
      0.011,
    ),
  ]);
}

function legShape(side: 'L' | 'R'): Distance {
  const [thigh, shank] = [bone(`thigh${side}`), bone(`shank${side}`)];
  const ankle = shank.to;
  const toe = bone(`foot${side}`).to;
  return melt(0.035, [
    roundCone(thigh.from, thigh.to, 0.088, 0.051),
    ellipsoid(along(`thigh${side}`, 0.4, 0, 0, 0.03), 0.062, 0.17, 0.06),
    ellipsoid(along(`thigh${side}`, 0.45, 0, 0, -0.028), 0.056, 0.17, 0.056),
    ellipsoid(along(`thigh${side}`, 1, 0, 0, 0.014), 0.046, 0.054, 0.046),
    roundCone(shank.from, shank.to, 0.047, 0.032),
    ellipsoid(along(`shank${side}`, 0.3, 0, 0, -0.026), 0.05, 0.12, 0.047),
    ellipsoid(at(ankle.x, ankle.y - 0.052, -0.02), 0.034, 0.042, 0.04),
    roundCone(at(ankle.x, ankle.y - 0.035, 0.01), at(toe.x, toe.y - 0.026, 0.11), 0.038, 0.026),
    roundCone(at(toe.x, toe.y - 0.028, 0.1), at(toe.x, toe.y - 0.032, 0.155), 0.027, 0.018, 1),
  ]);
}

/** Distance to the skin in metres, negative inside. */
export const bodyDistance: Distance = melt(0.045, [
  melt(0.03, [trunk, head]),
  armShape('L'),
  armShape('R'),
  legShape('L'),
  legShape('R'),
]);
export const hairDistance: Distance = hair;

export const bodyBounds = { min: at(-0.94, -0.04, -0.2), max: at(0.94, 1.78, 0.24) };
export const hairBounds = { min: at(-0.14, 1.5, -0.18), max: at(0.14, 1.76, 0.13) };
