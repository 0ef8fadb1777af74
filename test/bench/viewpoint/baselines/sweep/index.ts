/**
 * Plane sweep in the target's view: the depth of each of its pixels from the two sources around it, coarse to fine over three
 * levels, and both sources read there and mixed by angle. Plain: no mattes, no visibility, no more sources than two.
 */
import { depthOf, length, resized, subtract } from '../../../../../src/viewpoint/camera/index.js';
import type { Request, Synthesize } from '../../trial.js';
import type { Picture } from '../../picture.js';
import { blankPlane, enlarged } from '../../plane.js';
import type { Plane } from '../../plane.js';
import { bracketOf } from '../bracket.js';
import type { Bracket } from '../bracket.js';
import { makeBands } from './bands.js';
import type { Bands, Planes } from './bands.js';
import { blendedAt } from './blend.js';
import { fillCosts } from './costs.js';
import { sweptSource } from './layers.js';
import { median } from './median.js';
import { smoothed } from './smooth.js';

/** Each level divides the size by this; the first sweeps everything. */
const levels = [4, 2, 1] as const;
/** Planes looked at around what the level before has found. */
const bandDepth = 13;
/** Depths that are swept, as parts of the pivot's. */
const nearest = 0.4;
const farthest = 16;

export const sweep: Synthesize = (request) => {
  const bracket = bracketOf(request);
  return blend(request, bracket, nearnessMap(request, bracket));
};

function blend({ target }: Request, { left, right, share }: Bracket, nearness: Plane): Picture {
  return blendedAt(nearness, sweptSource(left, target, 1), sweptSource(right, target, 1), share);
}

/** 1 / depth of each pixel of the target. */
export function nearnessMap({ target, pivot }: Request, { left, right }: Bracket): Plane {
  const middle = depthOf(target, pivot);
  const range = { far: 1 / (farthest * middle), near: 1 / (nearest * middle) };
  const baseline = length(subtract(left.camera.position, right.camera.position));
  let found: Plane | undefined;
  let count = 0;
  for (const by of levels) {
    const [width, height] = [Math.floor(target.width / by), Math.floor(target.height / by)];
    const camera = resized(target, width, height);
    // A plane a pixel of parallax between the sources: N = f B (1 / near - 1 / far).
    count =
      found === undefined
        ? Math.ceil(camera.fx * baseline * (range.near - range.far)) + 1
        : 2 * (count - 1) + 1;
    const planes: Planes = { count, ...range };
    const depth = found === undefined ? count : Math.min(count, bandDepth);
    const bands = makeBands(width, height, depth, planes);
    if (found !== undefined) centre(bands, planes, enlarged(found, width, height));
    fillCosts(bands, sweptSource(left, camera, by), sweptSource(right, camera, by));
    found = median(cheapest(bands));
  }
  return found!;
}

/** Puts each band around what has been found. */
function centre({ base, depth }: Bands, { count, far, near }: Planes, around: Plane): void {
  const perPlane = (count - 1) / (near - far);
  for (let pixel = 0; pixel < base.length; pixel += 1) {
    const plane = Math.round((around.data[pixel]! - far) * perPlane);
    base[pixel] = Math.max(0, Math.min(count - depth, plane - (depth >> 1)));
  }
}

/** The plane of least cost, between planes by the parabola through its neighbours. */
function cheapest(bands: Bands): Plane {
  const { width, height, depth, base } = bands;
  const sums = smoothed(bands);
  const found = blankPlane(width, height);
  for (let pixel = 0; pixel < base.length; pixel += 1) {
    const from = pixel * depth;
    let best = 0;
    for (let place = 1; place < depth; place += 1) if (sums[from + place]! < sums[from + best]!) best = place;
    let offset = 0;
    if (best > 0 && best < depth - 1) {
      const [a, b, c] = [sums[from + best - 1]!, sums[from + best]!, sums[from + best + 1]!];
      const bend = a - 2 * b + c;
      if (bend > 0) offset = (a - c) / (2 * bend);
    }
    found.data[pixel] = bands.nearnessOf(base[pixel]! + best + offset);
  }
  return found;
}
