import { nextTask } from '../../../base/index.js';
import { resized } from '../../camera/index.js';
import type { CameraModel } from '../../camera/index.js';
import { analyseRig } from '../analyse-rig.js';
import { unusableFrames } from '../errors.js';
import type { Rig, RigOptions } from '../rig.js';
import { leastPoints } from './agreement.js';
import { findFeatures, rollOf } from './features.js';
import type { Features } from './features.js';
import { gather } from './gather.js';
import type { Witness } from './gather.js';
import { pairsToCompare } from './pairs.js';
import { greyFrame, workingSize } from './pixels.js';
import type { RigFrame } from './pixels.js';
import { remedyFor } from './remedy.js';
import type { Remedy } from './remedy.js';
import { findSuspects } from './suspects.js';
import { verdictOf } from './verdict.js';
import type { RigValidation } from './verdict.js';

export interface ValidateOptions extends RigOptions {
  readonly signal?: AbortSignal | undefined;
  /** Part that is done, 0 to 1. */
  readonly onProgress?: ((done: number) => void) | undefined;
  /** Called between slices of work of about a tenth of a second; by default everything else that waits may run. */
  readonly pause?: (() => Promise<void>) | undefined;
  /** Degrees at the pivot; cameras further apart are not compared. */
  readonly widestGap?: number | undefined;
  /** Pixels of the longer side that pictures are worked on in; larger ones are made smaller. */
  readonly workingSize?: number | undefined;
}

/** Beyond, corners of one point look too different. A little more than 30: rigs of 12 cameras stand exactly so. */
const usualGap = 31;
const usualSize = 640;

/**
 * Holds a calibration against pictures of one instant, one for each camera in the same order (undefined where there is none):
 * points that several cameras see have to lie where the calibration says. Names the cameras that are off, and only where the
 * others agree among themselves; without texture, or with gaps too wide, the verdict is `unknown`.
 * @throws OlympicPlayerError as `analyseRig`, and `viewpoint/invalid-frames`; the signal's reason when aborted
 */
export async function validateRig(
  cameras: readonly CameraModel[],
  frames: readonly (RigFrame | undefined)[],
  options: ValidateOptions = {},
): Promise<RigValidation> {
  const { signal, onProgress, pause = nextTask } = options;
  if (frames.length !== cameras.length)
    throw unusableFrames(`there are ${frames.length} for ${cameras.length} cameras`);
  const rig = analyseRig(cameras, options);
  const pairs = pairsToCompare(rig, options.widestGap ?? usualGap);
  // Finding features and comparing a pair take about the same time; the rest is quick.
  const total = cameras.length + pairs.length + 1;
  let done = 0;
  const slice = async (): Promise<void> => {
    done = Math.min(total, done + 1);
    onProgress?.(done / total);
    await pause();
    signal?.throwIfAborted();
  };
  signal?.throwIfAborted();
  const witnesses: Witness[] = [];
  for (const [index, camera] of cameras.entries()) {
    witnesses.push(witnessOf(rig, camera, frames[index], options.workingSize ?? usualSize));
    await slice();
  }
  const evidence = await stepping(gather(witnesses, pairs), slice);
  const suspicion = await stepping(findSuspects(evidence), slice);
  const rest = new Set(cameras.keys());
  for (const index of suspicion.off) rest.delete(index);
  const remedies = new Map<number, Remedy>();
  for (const index of suspicion.off) {
    remedies.set(index, remedyFor(evidence, index, rest));
    await slice();
  }
  onProgress?.(1);
  return verdictOf({
    rig,
    evidence,
    suspicion,
    remedies,
    scales: witnesses.map(({ camera }, index) => (cameras[index]?.width ?? camera.width) / camera.width),
    plain: new Set(
      witnesses.flatMap(({ features }, index) => (features.count < 2 * leastPoints ? [index] : [])),
    ),
  });
}

const nothing: Features = {
  count: 0,
  x: new Float32Array(),
  y: new Float32Array(),
  descriptors: new Float32Array(),
};

function witnessOf(rig: Rig, camera: CameraModel, frame: RigFrame | undefined, longest: number): Witness {
  if (frame === undefined) return { camera, features: nothing };
  const { width, height } = workingSize(camera, frame, longest);
  const small = resized(camera, width, height);
  return {
    camera: small,
    features: findFeatures(greyFrame(frame, camera, width, height), rollOf(small, rig.up)),
  };
}

async function stepping<T>(steps: Generator<void, T>, slice: () => Promise<void>): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await slice();
  }
}
