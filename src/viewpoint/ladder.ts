import { forward, length, subtract } from './camera/index.js';
import type { CameraModel } from './camera/index.js';
import { sourcesFor } from './rig/index.js';
import type { Rig, Sighted } from './rig/index.js';

/** How a view is made: the nearest camera; cameras aligned and cross-dissolved; cameras warped by their depth. */
export type Synthesis = 'snap' | 'blend' | 'depth';

/** Share of a camera's picture that its neighbours must confirm, else its depth is not believed. */
const leastCertainty = 0.2;
/** Degrees between two cameras up to which that is enough. Wider, little is seen by both, and more of it must be confirmed. */
const easyGap = 25;
/** Nothing between cameras that are farther apart can be shown honestly, and half of the picture must be confirmed there. */
const widestGap = 35;

/** What must be confirmed across a gap, of the picture; more than there is beyond the widest. */
const certaintyFor = (gap: number): number => {
  if (gap > widestGap) return Infinity;
  return leastCertainty + (0.5 - leastCertainty) * Math.max(0, (gap - easyGap) / (widestGap - easyGap));
};

/** Nearer than this a camera is where the view is: radians. */
const atCamera = 1e-6;
/** How far the outermost source's angle is at most from where its weight would be 0. */
const reach = 1.1;

export interface Choice {
  readonly synthesis: Synthesis;
  /** 0 to 1: how much of the picture is known rather than guessed. */
  readonly confidence: number;
  /** How far it is to the nearest camera: 0 there, 1 from the middle of the gap on. */
  readonly away: number;
  /** The largest share first. */
  readonly sources: readonly { readonly id: string; readonly share: number }[];
}

/** What is known of a camera's depth: undefined where there is none yet. */
export type CertaintyOf = (id: string) => number | undefined;

/**
 * The best rung for a view that is honest: depth where the cameras around are close enough and their depth is confirmed, else a
 * dissolve. `wanted` limits it; `'depth'` takes depth even where it is doubtful, as long as there is any.
 */
export function choose(
  rig: Rig,
  view: CameraModel,
  certaintyOf: CertaintyOf,
  wanted: Synthesis | 'auto',
  most = 4,
): Choice {
  const at = length(subtract(view.position, rig.pivot));
  // From the pivot itself there is no direction but the way it looks.
  const from = at > 0 ? view : { ...view, position: subtract(rig.pivot, forward(view)) };
  // One more than is used: it says where the weights have to be 0, so that nothing jumps when it takes another's place.
  const { sources: nearby, ...around } = sourcesFor(rig, from, most + 1);
  const sources = nearby.slice(0, most);
  const [first] = sources;
  if (first === undefined || wanted === 'snap' || rig.cameras.length === 1) return snap(sources);
  const known = sources.filter(({ camera }) => certaintyOf(camera.id) !== undefined);
  const bracket = sources.slice(0, Math.max(1, around.around));
  if (wanted !== 'blend' && bracket.every((each) => known.includes(each))) {
    const certainty = Math.min(...bracket.map(({ camera }) => certaintyOf(camera.id) ?? 0));
    if (wanted === 'depth' || certainty >= certaintyFor(around.gap))
      return {
        synthesis: 'depth',
        ...trust(bracket, around.gap, certainty),
        sources: weighted(known, nearby[most]),
      };
  }
  const dissolved = sources.slice(0, Math.max(2, around.around)).slice(0, 3);
  return {
    synthesis: 'blend',
    ...trust(dissolved, around.gap, 0),
    sources: weighted(dissolved, nearby[dissolved.length]),
  };
}

function snap(sources: readonly Sighted[]): Choice {
  const sorted = [...sources].sort((a, b) => a.angle - b.angle);
  const [nearest] = sorted;
  if (nearest === undefined) return { synthesis: 'snap', confidence: 0, away: 1, sources: [] };
  return {
    synthesis: 'snap',
    ...trust([nearest], 0, 0),
    sources: [{ id: nearest.camera.id, share: 1 }],
  };
}

/** All is known at a camera; away from it, as much as the depth is certain. Falls over the half of a gap, or 15 degrees. */
function trust(
  sources: readonly Sighted[],
  gap: number,
  certainty: number,
): Pick<Choice, 'confidence' | 'away'> {
  const nearest = Math.min(...sources.map(({ angle }) => angle));
  const away = Math.min(1, nearest / (gap > 0 ? gap / 2 : 15));
  return { confidence: 1 - away * (1 - certainty), away };
}

/**
 * Unstructured lumigraph weights (Buehler et al. 2001): all for a camera that is where the view is, none for one at the reach, which
 * is where the nearest camera stands that is not used.
 */
function weighted(sources: readonly Sighted[], unused: Sighted | undefined): Choice['sources'] {
  const widest = Math.max(...sources.map(({ angle }) => angle)) * reach;
  const limit = Math.max(Math.min(widest, unused?.angle ?? Infinity), 1e-9);
  const shares = sources.map(({ camera, angle }) => ({
    id: camera.id,
    share: Math.max(1e-3, 1 - angle / limit) / ((angle * Math.PI) / 180 + atCamera),
  }));
  return shares.sort((a, b) => b.share - a.share);
}
