import type { Gpu, Texture } from '../gl/index.js';
import { readSettled } from '../gl/index.js';
import type { Pace } from '../pace.js';
import { median } from './median.glsl.js';
import type { DepthPlan } from './plan.js';
import { neighbourUniforms } from './relation.js';
import { aggregate, cheapest } from './semi-global.js';
import { stepped } from './step.js';
import { sweep, sweepWidth } from './sweep.glsl.js';
import { finestStep } from './view.js';
import type { View } from './view.js';

/** Inverse depths to search, per scene unit. */
export interface Search {
  readonly least: number;
  readonly most: number;
}

/** Rows of semi-global matching between two looks at whether others want to run: a few milliseconds of a phone's core. */
const rowsPerSlice = 16;

/** A first depth of every pixel, at a quarter of the size: a plane sweep on the GPU, semi-global matching on the CPU. */
export async function coarseDepth(
  gpu: Gpu,
  pace: Pace,
  view: View,
  neighbours: readonly View[],
  search: Search,
  plan: DepthPlan,
): Promise<Texture> {
  const used = neighbours.slice(0, plan.sweepNeighbours);
  const { width, height } = view.quarter.picture;
  const range = search.most - search.least;
  const wanted = Math.ceil(range / finestStep(view, used, 'quarter') / 4) * 4;
  const planes = Math.max(8, Math.min(plan.mostPlanes, wanted));
  const texels = (width * height * planes) / 4;
  const rows = Math.ceil(texels / sweepWidth);
  const costs = gpu.texture({ width: sweepWidth, height: rows, format: 'data8', purpose: 'sweep' });
  let swept: Uint8Array;
  try {
    await gpu.fillInBands(pace, costs, sweep(used.length), 4 * used.length + 1, {
      here: view.census,
      ...Object.assign(
        {},
        ...used.map(({ quarter, census }, index) =>
          neighbourUniforms(index, view.quarter.camera, quarter.camera, census),
        ),
      ),
      width: { int: width },
      quads: { int: planes / 4 },
      texels: { int: texels },
      qFirst: search.least,
      qStep: range / (planes - 1),
    });
    swept = await readSettled(gpu.gl, pace, costs);
  } finally {
    gpu.release(costs);
  }
  const codes = await readSettled(gpu.gl, pace, view.census);
  // Seven bits of luma, and above them the athlete: an edge that nothing is smooth across.
  const luma = Uint16Array.from({ length: width * height }, (_, pixel) => {
    const tone = codes[pixel * 4 + 3] ?? 0;
    return tone > 127 ? 512 + (tone - 128) * 2 : tone * 2;
  });
  const steps = aggregate({ width, height, planes, costs: swept, luma }, plan.penalties);
  let step = steps.next();
  for (let row = 1; step.done !== true; row += 1) {
    if (row % rowsPerSlice === 0) await pace.turn();
    step = steps.next();
  }
  const state = gpu.texture({ width, height, format: 'data8', purpose: 'planes' });
  writePlanes(
    state,
    cheapest(step.value, planes),
    (plane) => (search.least + (range * plane) / (planes - 1)) / search.most,
  );
  return stepped(gpu, pace, state, view.quarter.picture, median, 9, {});
}

/** Planes without slope. */
function writePlanes(state: Texture, planes: Float32Array, nearness: (plane: number) => number): void {
  const packed = new Uint8Array(planes.length * 4);
  for (const [pixel, plane] of planes.entries()) {
    const q = Math.round(nearness(plane) * 65535);
    packed.set([q >> 8, q & 255, 128, 128], pixel * 4);
  }
  state.write(packed);
}
