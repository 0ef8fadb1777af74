import { baselineNames, baselines } from '../baselines/index.js';
import type { BaselineName } from '../baselines/index.js';
import type { Picture } from '../picture.js';
import { modelOf, subject } from './cameras.js';
import type { Instant, Viewpoint } from './instants.js';
import type { VenueTruth } from './truth.js';

export interface Simpler {
  readonly name: BaselineName;
  readonly picture: Picture;
}

/** A view as the simpler methods have it, from the same frames. */
export async function simplerViews(
  truth: VenueTruth,
  { cameras, timeMs }: Instant,
  view: Viewpoint,
): Promise<readonly Simpler[]> {
  const rig = [];
  for (const camera of cameras)
    rig.push({ camera: modelOf(camera), picture: await truth.picture(camera, timeMs) });
  const request = { target: modelOf(view), rig, before: view.before, pivot: subject.center };
  const views: Simpler[] = [];
  for (const name of baselineNames) views.push({ name, picture: await baselines[name](request) });
  return views;
}
