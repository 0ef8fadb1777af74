/** Which bones each point of the skin follows, and how much: near a joint it follows both sides of it. */
import { Vector3 } from 'three';
import { boneNames, bones, type BoneName } from './skeleton.js';

const influences = 4;
/** Over how many metres of difference in distance a bone's hold fades; wide in the trunk, narrow in the limbs. */
const fade = { trunk: 0.07, limb: 0.03 };

const trunkBones: readonly BoneName[] = ['pelvis', 'spine', 'chest', 'head'];

const axis = new Vector3();
const offset = new Vector3();

function distanceToBone(name: BoneName, p: Vector3): number {
  const bone = bones.get(name);
  if (!bone) throw new Error(`There is no bone ${name}.`);
  axis.subVectors(bone.to, bone.from);
  offset.subVectors(p, bone.from);
  const along = Math.max(0, Math.min(1, offset.dot(axis) / axis.lengthSq()));
  return offset.addScaledVector(axis, -along).length() - girth(name);
}

/** Trunk bones run deep inside the body: without their girth the limbs would claim the flanks. */
function girth(name: BoneName): number {
  if (name === 'pelvis') return 0.11;
  if (name === 'spine') return 0.1;
  if (name === 'chest') return 0.12;
  if (name === 'head') return 0.06;
  if (name.startsWith('thigh')) return 0.075;
  return name.startsWith('foot') || name.startsWith('hand') ? 0.025 : 0.045;
}

export interface SkinWeights {
  /** Four per vertex: places in `boneNames`. */
  readonly indices: Uint16Array;
  /** Four per vertex, together 1. */
  readonly weights: Float32Array;
}

/** Weights for vertices given as x, y, z in the rest pose. */
export function skinWeights(positions: Float32Array): SkinWeights {
  const count = positions.length / 3;
  const indices = new Uint16Array(count * influences);
  const weights = new Float32Array(count * influences);
  const p = new Vector3();
  for (let vertex = 0; vertex < count; vertex++) {
    p.fromArray(positions, vertex * 3);
    const side = p.x > 0 ? 'R' : 'L';
    const distances = boneNames
      .map((name, index) => ({ name, index, distance: distanceToBone(name, p) }))
      .filter(({ name }) => trunkBones.includes(name) || !name.endsWith(side));
    const nearest = Math.min(...distances.map(({ distance }) => distance));
    const holds = distances
      .map(({ name, index, distance }) => {
        const width = trunkBones.includes(name) ? fade.trunk : fade.limb;
        return { index, hold: Math.exp(-(((distance - nearest) / width) ** 2)) };
      })
      .sort((a, b) => b.hold - a.hold)
      .slice(0, influences);
    const total = holds.reduce((sum, { hold }) => sum + hold, 0);
    holds.forEach(({ index, hold }, slot) => {
      indices[vertex * influences + slot] = index;
      weights[vertex * influences + slot] = hold / total;
    });
  }
  return { indices, weights };
}
