/** Pictures that need no rendering: points of a scene with a descriptor each, seen by cameras, located to a fraction of a pixel. */
import { project } from '../../../../src/viewpoint/camera/index.js';
import type { CameraModel, Vector3 } from '../../../../src/viewpoint/camera/index.js';
import { analyseRig } from '../../../../src/viewpoint/rig/index.js';
import { descriptorSize } from '../../../../src/viewpoint/rig/evidence/descriptor.js';
import type { Features } from '../../../../src/viewpoint/rig/evidence/features.js';
import { gather } from '../../../../src/viewpoint/rig/evidence/gather.js';
import { pairsToCompare } from '../../../../src/viewpoint/rig/evidence/pairs.js';
import { remedyFor } from '../../../../src/viewpoint/rig/evidence/remedy.js';
import { findSuspects } from '../../../../src/viewpoint/rig/evidence/suspects.js';

export interface ScenePoint {
  readonly at: Vector3;
  readonly descriptor: Float32Array;
}

export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A cloud about a centre. */
export function scene(
  random: () => number,
  center: Vector3,
  radius: number,
  count = 160,
): readonly ScenePoint[] {
  return Array.from({ length: count }, () => {
    const at: Vector3 = [
      center[0] + radius * normal(random),
      center[1] + radius * normal(random),
      center[2] + radius * normal(random),
    ];
    const raw = Float32Array.from({ length: descriptorSize }, () => Math.abs(normal(random)));
    const size = Math.hypot(...raw);
    return { at, descriptor: raw.map((value) => value / size) };
  });
}

/** Corners are found to about a fifth of a pixel. */
const noisePx = 0.2;
/** Of all features, those that only one camera has. */
const ownPart = 0.2;

export function featuresOf(
  camera: CameraModel,
  points: readonly ScenePoint[],
  random: () => number,
): Features {
  const seen = points.flatMap(({ at, descriptor }) => {
    const { x, y, depth } = project(camera, at);
    if (!(depth > 0) || x < 0 || y < 0 || x > camera.width - 1 || y > camera.height - 1) return [];
    const own = random() < ownPart ? scene(random, at, 1, 1)[0]!.descriptor : descriptor;
    return [{ x: x + noisePx * normal(random), y: y + noisePx * normal(random), descriptor: own }];
  });
  const descriptors = new Float32Array(seen.length * descriptorSize);
  seen.forEach(({ descriptor }, index) => descriptors.set(descriptor, index * descriptorSize));
  return {
    count: seen.length,
    x: Float32Array.from(seen.map(({ x }) => x)),
    y: Float32Array.from(seen.map(({ y }) => y)),
    descriptors,
  };
}

function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Who is off where `real` cameras see the points and `calibrated` ones are believed. */
export function judge(
  calibrated: readonly CameraModel[],
  real: readonly CameraModel[],
  points: readonly ScenePoint[],
  random: () => number,
) {
  const witnesses = calibrated.map((camera, index) => ({
    camera,
    features: featuresOf(real[index]!, points, random),
  }));
  const evidence = finish(gather(witnesses, pairsToCompare(analyseRig(calibrated), 31)));
  const suspicion = finish(findSuspects(evidence));
  const rest = new Set(calibrated.keys());
  for (const index of suspicion.off) rest.delete(index);
  return {
    evidence,
    suspicion,
    remedies: suspicion.off.map((index) => remedyFor(evidence, index, rest)),
  };
}
