/** Mass, balance and angular momentum of a pose: what makes a flight look like one. */
import { Vector3 } from 'three';
import { bones, placeBones, placePoint, soles, type BoneName } from './skeleton.js';
import type { Pose } from './pose.js';

interface Particle {
  readonly bone: BoneName;
  readonly rest: Vector3;
  readonly mass: number;
}

/** Three equal particles along a rod have its moment of inertia when they stand this fraction of its length apart. */
const rodSpacing = Math.sqrt(1 / 8);

const particles: readonly Particle[] = [...bones].flatMap(([bone, { from, to, mass }]) =>
  [-1, 0, 1].map((step) => ({
    bone,
    rest: from.clone().lerp(to, 0.5 + step * rodSpacing),
    mass: mass / 3,
  })),
);

const totalMass = particles.reduce((sum, { mass }) => sum + mass, 0);

/** Girth that the particles lack, per unit of body mass, square metres (a trunk about 0.2 m thick). */
const girthInertia = 0.006;

function placeParticles(pose: Pose): Vector3[] {
  const placed = placeBones(pose);
  return particles.map(({ bone, rest }) => placePoint(placed, bone, rest));
}

function centerOf(points: readonly Vector3[]): Vector3 {
  const center = new Vector3();
  points.forEach((point, index) => center.addScaledVector(point, (particles[index]?.mass ?? 0) / totalMass));
  return center;
}

/** The centre of mass, seen from the pelvis, metres. */
export function centerOfMass(pose: Pose): Vector3 {
  return centerOf(placeParticles(pose));
}

/** The soles' points, seen from the pelvis, metres. */
export function solePoints(pose: Pose): Vector3[] {
  const placed = placeBones(pose);
  return soles.map(({ bone, point }) => placePoint(placed, bone, point));
}

export interface SpinState {
  /** Moment of inertia about the athlete's left-right axis, per unit of mass, square metres. */
  readonly inertia: number;
  /** Angular momentum of the limbs moving within the body about that axis, per unit of mass, square metres per second. */
  readonly internal: number;
}

/** What a pose that changes from `before` to `after` within `seconds` does to the somersault. */
export function spinState(before: Pose, after: Pose, seconds: number): SpinState {
  const [a, b] = [placeParticles(before), placeParticles(after)];
  const [centerA, centerB] = [centerOf(a), centerOf(b)];
  let inertia = girthInertia;
  let internal = 0;
  particles.forEach(({ mass }, index) => {
    const from = a[index]?.clone().sub(centerA);
    const to = b[index]?.clone().sub(centerB);
    if (!from || !to) return;
    const share = mass / totalMass;
    const middle = from.clone().add(to).multiplyScalar(0.5);
    const velocity = to.sub(from).divideScalar(seconds);
    inertia += share * (middle.y * middle.y + middle.z * middle.z);
    internal += share * (middle.y * velocity.z - middle.z * velocity.y);
  });
  return { inertia, internal };
}
