/**
 * The athlete's bones. Rest pose: standing on y = 0, facing +Z, arms straight out, legs a little apart (so that the
 * body's surface can be made without arms and legs growing together). The athlete's left is +X. Metres.
 */
import { Quaternion, Vector3 } from 'three';
import type { Pose } from './pose.js';

export const boneNames = [
  'pelvis',
  'spine',
  'chest',
  'head',
  'upperArmL',
  'forearmL',
  'handL',
  'upperArmR',
  'forearmR',
  'handR',
  'thighL',
  'shankL',
  'footL',
  'thighR',
  'shankR',
  'footR',
] as const;
export type BoneName = (typeof boneNames)[number];

export interface Bone {
  readonly parent: BoneName | undefined;
  /** The joint it turns about, and its far end, both in the rest pose. */
  readonly from: Vector3;
  readonly to: Vector3;
  /** Fraction of the body's mass (after de Leva 1996, rounded; the hand and foot lengthened to the finger and toe tips). */
  readonly mass: number;
}

const at = (x: number, y: number, z = 0) => new Vector3(x, y, z);
const mirrored = ({ x, y, z }: Vector3) => new Vector3(-x, y, z);

/** Angle of the legs from the vertical in the rest pose, radians. */
export const restLegSpread = (12 * Math.PI) / 180;
const legSin = Math.sin(restLegSpread);
const legCos = Math.cos(restLegSpread);

const hip = at(0.085, 0.9);
const knee = at(hip.x + 0.41 * legSin, hip.y - 0.41 * legCos);
const ankle = at(knee.x + 0.4 * legSin, knee.y - 0.4 * legCos);
const toe = at(ankle.x + 0.02, ankle.y - 0.055, 0.165);
const shoulder = at(0.175, 1.39);
const elbow = at(0.445, 1.39);
const wrist = at(0.69, 1.39);
const fingertip = at(0.865, 1.39);

function limb(
  names: readonly [BoneName, BoneName, BoneName],
  parent: BoneName,
  joints: Vector3[],
  masses: number[],
) {
  return names.map((name, index): [BoneName, Bone] => {
    const [from, to, mass] = [joints[index], joints[index + 1], masses[index]];
    if (!from || !to || mass === undefined) throw new Error(`The limb of ${name} lacks a joint or a mass.`);
    return [name, { parent: index === 0 ? parent : names[index === 1 ? 0 : 1], from, to, mass }];
  });
}

const arm = [shoulder, elbow, wrist, fingertip];
const leg = [hip, knee, ankle, toe];
const armMasses = [0.027, 0.016, 0.006];
const legMasses = [0.142, 0.043, 0.014];

export const bones: ReadonlyMap<BoneName, Bone> = new Map<BoneName, Bone>([
  ['pelvis', { parent: undefined, from: at(0, 0.94), to: at(0, 1.04), mass: 0.12 }],
  ['spine', { parent: 'pelvis', from: at(0, 1.04), to: at(0, 1.2), mass: 0.14 }],
  ['chest', { parent: 'spine', from: at(0, 1.2), to: at(0, 1.46), mass: 0.175 }],
  ['head', { parent: 'chest', from: at(0, 1.47), to: at(0, 1.69, 0.02), mass: 0.069 }],
  ...limb(['upperArmL', 'forearmL', 'handL'], 'chest', arm, armMasses),
  ...limb(['upperArmR', 'forearmR', 'handR'], 'chest', arm.map(mirrored), armMasses),
  ...limb(['thighL', 'shankL', 'footL'], 'pelvis', leg, legMasses),
  ...limb(['thighR', 'shankR', 'footR'], 'pelvis', leg.map(mirrored), legMasses),
]);

/** Points of the sole: where the bed can touch. */
export const soles: readonly { readonly bone: BoneName; readonly point: Vector3 }[] = [
  { bone: 'footL', point: at(toe.x, 0, toe.z) },
  { bone: 'footL', point: at(ankle.x, 0, -0.045) },
  { bone: 'footR', point: at(-toe.x, 0, toe.z) },
  { bone: 'footR', point: at(-ankle.x, 0, -0.045) },
];

const X = new Vector3(1, 0, 0);
const Y = new Vector3(0, 1, 0);
const Z = new Vector3(0, 0, 1);
const turn = (axis: Vector3, degrees: number) =>
  new Quaternion().setFromAxisAngle(axis, (degrees * Math.PI) / 180);

/** A ball joint from anatomical angles: the limb hanging down is spread sideways, then lifted forward. */
function ball(flexion: number, abduction: number, side: 1 | -1, restToHanging: Quaternion): Quaternion {
  return turn(X, -flexion)
    .multiply(turn(Z, side * abduction))
    .multiply(restToHanging);
}

/** Each bone's turn about its joint, relative to its parent, away from the rest pose. */
export function jointRotations(pose: Pose): Map<BoneName, Quaternion> {
  const spreadDegrees = (restLegSpread * 180) / Math.PI;
  const rotations = new Map<BoneName, Quaternion>([
    ['pelvis', new Quaternion()],
    ['spine', turn(X, pose.spine * 0.55)],
    ['chest', turn(X, pose.spine * 0.45)],
    ['head', turn(X, pose.neck)],
  ]);
  const sides = [
    ['L', 1],
    ['R', -1],
  ] as const;
  for (const [letter, side] of sides) {
    const arms = pose[`arm${letter}`];
    const legs = pose[`leg${letter}`];
    rotations.set(`upperArm${letter}`, ball(arms.flexion, arms.abduction, side, turn(Z, -90 * side)));
    rotations.set(`forearm${letter}`, turn(Y, -arms.elbow * side));
    rotations.set(`hand${letter}`, new Quaternion());
    rotations.set(`thigh${letter}`, ball(legs.flexion, legs.abduction, side, turn(Z, -spreadDegrees * side)));
    rotations.set(`shank${letter}`, turn(X, legs.knee));
    // The rest pose's spread is undone at the ankle too, else the soles would stand on their edges.
    rotations.set(`foot${letter}`, turn(Z, spreadDegrees * side).multiply(turn(X, legs.ankle)));
  }
  return rotations;
}

export interface BonePlacement {
  /** Turn of the bone in the pelvis's frame. */
  readonly rotation: Quaternion;
  /** Where its joint is in the pelvis's frame (origin at the pelvis joint). */
  readonly origin: Vector3;
}

/** Forward kinematics: where every bone is, seen from the pelvis. */
export function placeBones(pose: Pose): Map<BoneName, BonePlacement> {
  const rotations = jointRotations(pose);
  const placed = new Map<BoneName, BonePlacement>();
  for (const [name, bone] of bones) {
    const own = rotations.get(name);
    if (!own) throw new Error(`The pose says nothing about ${name}.`);
    const parent = bone.parent && placed.get(bone.parent);
    const parentBone = bone.parent && bones.get(bone.parent);
    if (!parent || !parentBone) {
      placed.set(name, { rotation: own, origin: new Vector3() });
      continue;
    }
    placed.set(name, {
      rotation: parent.rotation.clone().multiply(own),
      origin: bone.from.clone().sub(parentBone.from).applyQuaternion(parent.rotation).add(parent.origin),
    });
  }
  return placed;
}

/** Where a point fixed to a bone (given in the rest pose) is, seen from the pelvis. */
export function placePoint(
  placed: ReadonlyMap<BoneName, BonePlacement>,
  name: BoneName,
  restPoint: Vector3,
): Vector3 {
  const bone = bones.get(name);
  const placement = placed.get(name);
  if (!bone || !placement) throw new Error(`There is no bone ${name}.`);
  return restPoint.clone().sub(bone.from).applyQuaternion(placement.rotation).add(placement.origin);
}
