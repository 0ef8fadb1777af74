/**
 * What the athlete does: five bounces of 1.6 s on a trampoline, a loop of 8 s. A pure function of loop time.
 *
 * The joints follow key poses. Everything else follows from mechanics: in flight the centre of mass falls freely and
 * angular momentum about the somersault axis is kept, so a tuck speeds the turn up by itself; in the bed both meet the
 * flights before and after in position, rate and acceleration.
 */
import { Quaternion, Vector3 } from 'three';
import { centerOfMass, solePoints, spinState } from './dynamics.js';
import { periodicCurve, quintic, smooth, type Key } from './interpolation.js';
import { loopMs, loopTime } from '../loop.js';
import { poseToVector, poses, vectorToPose, type Pose } from './pose.js';
import { bounceLength, contactLength, flightLength, flights, flightSpan, type Flight } from './timeline.js';

/** Height of the trampoline's bed at rest, metres (FIG apparatus norm). */
export const bedHeight = 1.155;

const period = loopMs / 1000;
const gravity = 9.81;

/** Poses of a flight, by the fraction of it at which they are reached. */
type FlightPoses = readonly (readonly [number, Pose])[];

const flightPoses: Readonly<Record<Flight['id'], FlightPoses>> = {
  straight: [
    [0.18, poses.stretch],
    [0.5, poses.stretch],
    [0.78, poses.spread],
  ],
  straddle: [
    [0.16, poses.stretch],
    [0.45, poses.straddle],
    [0.55, poses.straddle],
    [0.84, poses.spread],
  ],
  'double-back': [
    [0.07, poses.stretch],
    [0.24, poses.tuck],
    [0.7, poses.tuck],
    [0.84, poses.open],
  ],
  pike: [
    [0.16, poses.stretch],
    [0.45, poses.pike],
    [0.55, poses.pike],
    [0.84, poses.spread],
  ],
  'full-twist': [
    [0.08, poses.stretch],
    [0.3, poses.wrap],
    [0.66, poses.wrap],
    [0.82, poses.spread],
  ],
};

const poseKeys: Key[] = flights.flatMap(({ id }, index) => {
  const { from } = flightSpan(index);
  const bottom = index * bounceLength;
  const key = (time: number, pose: Pose): Key => ({ time, vector: poseToVector(pose) });
  return [
    key(bottom, poses.bottom),
    key(bottom + contactLength * 0.26, poses.push),
    key(from, poses.leave),
    ...flightPoses[id].map(([fraction, pose]) => key(from + fraction * flightLength, pose)),
    key(from + flightLength, poses.touch),
  ];
});

const poseCurve = periodicCurve(poseKeys, period);

/** The joint angles at a time in seconds; any time, it repeats. */
export function poseAt(seconds: number): Pose {
  return vectorToPose(poseCurve(seconds));
}

/** Lean at which the feet leave and meet the bed, radians forward; a somersault meets it a little short of upright. */
const leavingLean = (somersaults: number) => -0.03 * somersaults;
const meetingLean = (somersaults: number) => 0.02 + 0.07 * somersaults;

/** The pelvis's turn about the left-right axis during a flight, radians forward, at equal steps. */
interface Spin {
  readonly angles: readonly number[];
  readonly firstRate: number;
  readonly lastRate: number;
}

const spinSteps = 512;

/** Angular momentum is kept: the turn's rate is (momentum - limbs' own) / inertia, the momentum whatever ends it right. */
function solveSpin(index: number): Spin {
  const flight = flights[index];
  if (!flight) throw new Error(`There is no flight ${index}.`);
  const { from } = flightSpan(index);
  const step = flightLength / spinSteps;
  const states = Array.from({ length: spinSteps }, (_, i) =>
    spinState(poseAt(from + i * step), poseAt(from + (i + 1) * step), step),
  );
  const start = leavingLean(flight.somersaults);
  const end = meetingLean(flight.somersaults) - flight.somersaults * 2 * Math.PI;
  const perMomentum = states.reduce((sum, { inertia }) => sum + step / inertia, 0);
  const fromLimbs = states.reduce((sum, { inertia, internal }) => sum + (step * internal) / inertia, 0);
  // A right-handed turn about +X carries +Y towards +Z, which is also the sign of `internal`.
  const momentum = (end - start + fromLimbs) / perMomentum;
  const rate = (i: number) => {
    const state = states[Math.min(spinSteps - 1, i)];
    return state ? (momentum - state.internal) / state.inertia : 0;
  };
  const angles = [start];
  for (let i = 0; i < spinSteps; i++) angles.push((angles[i] ?? 0) + rate(i) * step);
  return { angles, firstRate: rate(0), lastRate: rate(spinSteps - 1) };
}

const spins: readonly Spin[] = flights.map((_, index) => solveSpin(index));

function spinAngle({ angles }: Spin, fraction: number): number {
  const position = fraction * spinSteps;
  const index = Math.min(spinSteps - 1, Math.floor(position));
  const [a, b] = [angles[index] ?? 0, angles[index + 1] ?? 0];
  return a + (b - a) * (position - index);
}

/** Height of the centre of mass above the lowest point of the soles, for a pose leaning by `lean`. */
function standingHeight(pose: Pose, lean: number): number {
  const turn = new Quaternion().setFromAxisAngle(new Vector3(1, 0, 0), lean);
  const center = centerOfMass(pose).applyQuaternion(turn);
  const lowest = Math.min(...solePoints(pose).map((point) => point.applyQuaternion(turn).y));
  return center.y - lowest;
}

interface Fall {
  readonly from: number;
  readonly to: number;
  readonly firstRate: number;
  readonly lastRate: number;
}

/** Heights of the centre of mass where each flight begins and ends, such that the soles are then just on the bed. */
const falls: readonly Fall[] = flights.map(({ somersaults }) => {
  const from = bedHeight + standingHeight(poses.leave, leavingLean(somersaults));
  const to = bedHeight + standingHeight(poses.touch, meetingLean(somersaults));
  const firstRate = (to - from) / flightLength + (gravity * flightLength) / 2;
  return { from, to, firstRate, lastRate: firstRate - gravity * flightLength };
});

export interface AthleteState {
  readonly pose: Pose;
  /** The pelvis joint in world space, metres. */
  readonly pelvis: Vector3;
  /** The pelvis's turn from facing +Z. The athlete faces +X when standing. */
  readonly rotation: Quaternion;
  /** How far the bed is pressed down (positive) or swings up (negative) at the feet, metres. */
  readonly bedDepth: number;
  /** Where on the bed, world x and z. */
  readonly bedPoint: readonly [number, number];
  /** Seconds since the feet left the bed; negative while they press on it. */
  readonly airborne: number;
}

const X = new Vector3(1, 0, 0);
const Y = new Vector3(0, 1, 0);
const Z = new Vector3(0, 0, 1);
/** The athlete faces along the trampoline, so that the front camera sees the routine from the side. */
const facing = new Quaternion().setFromAxisAngle(Y, Math.PI / 2);
/** Lean of the twisting body's axis, radians: what lets it twist with angular momentum about the somersault axis only. */
const twistTilt = 0.12;

/** The unloaded bed swings on after the throw: amplitude in metres, frequency in Hz, decay in seconds. */
const swing = { amplitude: 0.1, frequency: 5.5, decay: 0.16 };

interface Course {
  readonly height: number;
  readonly lean: number;
  readonly tilt: number;
  readonly twist: number;
  readonly airborne: number;
}

function inFlight(index: number, seconds: number): Course {
  const [flight, spin, fall] = [flights[index], spins[index], falls[index]];
  if (!flight || !spin || !fall) throw new Error(`There is no flight ${index}.`);
  const s = seconds - flightSpan(index).from;
  const u = s / flightLength;
  return {
    height: fall.from + fall.firstRate * s - (gravity * s * s) / 2,
    lean: spinAngle(spin, u),
    tilt: flight.twists * twistTilt * (smooth(0.1, 0.34, u) - smooth(0.62, 0.86, u)),
    twist: flight.twists * 2 * Math.PI * smooth(0.1, 0.86, u),
    airborne: s,
  };
}

/** The contact that ends the flight before `next`; its middle is the start of bounce `next`. */
function inContact(next: number, seconds: number): Course {
  const previous = (next + flights.length - 1) % flights.length;
  const [before, after] = [falls[previous], falls[next]];
  const [spinBefore, spinAfter] = [spins[previous], spins[next]];
  const flightBefore = flights[previous];
  if (!before || !after || !spinBefore || !spinAfter || !flightBefore)
    throw new Error(`There is no bounce ${next}.`);
  const s = seconds - (next * bounceLength - contactLength / 2);
  const wholeTurns = -flightBefore.somersaults * 2 * Math.PI;
  return {
    height: quintic(
      { value: before.to, rate: before.lastRate, acceleration: -gravity },
      { value: after.from, rate: after.firstRate, acceleration: -gravity },
      contactLength,
      s,
    ),
    lean: quintic(
      { value: (spinBefore.angles[spinSteps] ?? 0) - wholeTurns, rate: spinBefore.lastRate, acceleration: 0 },
      { value: spinAfter.angles[0] ?? 0, rate: spinAfter.firstRate, acceleration: 0 },
      contactLength,
      s,
    ),
    tilt: 0,
    twist: 0,
    airborne: s - contactLength,
  };
}

/** The athlete at a loop time in milliseconds; any time, it repeats every `loopMs`. */
export function athleteAt(timeMs: number): AthleteState {
  const seconds = loopTime(timeMs) / 1000;
  const bounce = Math.floor((seconds + contactLength / 2) / bounceLength);
  const sinceContact = seconds + contactLength / 2 - bounce * bounceLength;
  const course =
    sinceContact < contactLength
      ? inContact(bounce % flights.length, seconds - Math.floor(bounce / flights.length) * period)
      : inFlight(bounce, seconds);
  const pose = poseAt(seconds);
  const rotation = facing
    .clone()
    .multiply(new Quaternion().setFromAxisAngle(X, course.lean))
    .multiply(new Quaternion().setFromAxisAngle(Z, course.tilt))
    .multiply(new Quaternion().setFromAxisAngle(Y, course.twist));
  // A few centimetres of wander, once round per loop: nobody bounces on one spot.
  const phase = (seconds / period) * 2 * Math.PI;
  const center = new Vector3(0.06 * Math.sin(phase), course.height, 0.04 * Math.cos(phase));
  const pelvis = center.clone().sub(centerOfMass(pose).applyQuaternion(rotation));
  const soles = solePoints(pose).map((point) => point.applyQuaternion(rotation).add(pelvis));
  const lowest = soles.reduce((low, point) => (point.y < low.y ? point : low));
  const middle = soles.reduce((sum, point) => sum.addScaledVector(point, 1 / soles.length), new Vector3());
  const free =
    -swing.amplitude *
    Math.exp(-course.airborne / swing.decay) *
    Math.sin(2 * Math.PI * swing.frequency * course.airborne);
  return {
    pose,
    pelvis,
    rotation,
    bedDepth: course.airborne < 0 ? bedHeight - lowest.y : free,
    bedPoint: [middle.x, middle.z],
    airborne: course.airborne,
  };
}
