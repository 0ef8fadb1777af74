/** The un-learned methods that ours is measured against, from the simplest to the best. */
import type { Synthesize } from '../trial.js';
import { dissolve } from './dissolve.js';
import { flow } from './flow.js';
import { homography } from './homography.js';
import { nearest } from './nearest.js';
import { sweep } from './sweep/index.js';

export const baselines = {
  'nearest camera': nearest,
  'cross-dissolve': dissolve,
  'homography cross-dissolve': homography,
  'optical flow (DIS)': flow,
  'plane sweep': sweep,
} as const satisfies Readonly<Record<string, Synthesize>>;

export type BaselineName = keyof typeof baselines;
export const baselineNames = Object.keys(baselines) as BaselineName[];
