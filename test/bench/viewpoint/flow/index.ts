/**
 * Optical flow: DIS (T. Kroeger et al., ECCV 2016) as OpenCV's DISOpticalFlow does it in its preset "medium", but for two things:
 * neighbours' vectors spread over the whole picture instead of one of eight stripes, and the pyramid is not rounded to bytes.
 */
import { enlarged, halved } from '../plane.js';
import type { Plane } from '../plane.js';
import { densify } from './densify.js';
import { stillFlow } from './field.js';
import type { Flow } from './field.js';
import { inverseSearch, patchSize } from './inverse-search.js';
import { refine } from './refine.js';

export { medianSpeed, warpPicture, warpPlane } from './field.js';
export type { Flow } from './field.js';

/** Halvings before the finest level that is searched; the flow is enlarged from there. */
const finest = 1;

/** Where each pixel of the first is found in the second. */
export function opticalFlow(first: Plane, second: Plane): Flow {
  const { width, height } = first;
  const levels = [[first, second] as const];
  const coarsest = coarsestLevel(width, height);
  while (levels.length <= coarsest) {
    const [a, b] = levels[levels.length - 1]!;
    levels.push([halved(a), halved(b)]);
  }
  let flow: Flow | undefined;
  for (let level = coarsest; level >= Math.min(finest, coarsest); level -= 1) {
    const [a, b] = levels[level]!;
    const start =
      flow === undefined ? stillFlow(a.width, a.height) : enlargedFlow(flow, a.width, a.height, 2);
    flow = densify(inverseSearch(a, b, start), a, b);
    refine(a, b, flow);
  }
  return enlargedFlow(flow!, width, height, 2 ** Math.min(finest, coarsest));
}

/** Motions up to a quarter of the width have to be within a patch there, and a patch has to fit in. */
function coarsestLevel(width: number, height: number): number {
  const forMotion = Math.floor(Math.log2(Math.max(width, height) / (4 * patchSize)) + 0.5);
  const forPatch = Math.floor(Math.log2(Math.min(width, height) / patchSize));
  return Math.max(0, Math.min(forMotion, forPatch));
}

function enlargedFlow({ width, height, u, v }: Flow, toWidth: number, toHeight: number, gain: number): Flow {
  if (toWidth === width && toHeight === height) return { width, height, u, v };
  return {
    width: toWidth,
    height: toHeight,
    u: enlarged({ width, height, data: u }, toWidth, toHeight, gain).data,
    v: enlarged({ width, height, data: v }, toWidth, toHeight, gain).data,
  };
}
