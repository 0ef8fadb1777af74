import type { Gpu, Texture, Uniforms } from '../gl/index.js';
import type { Pace } from '../pace.js';
import { median } from './median.glsl.js';
import { attemptsOf, fetchesOf } from './plan.js';
import type { Refinement } from './plan.js';
import { refine } from './refine.glsl.js';
import { gain, neighbourUniforms } from './relation.js';
import { stepped } from './step.js';
import { upsample } from './upsample.glsl.js';
import { finestStep, pixelStep } from './view.js';
import type { Size, View } from './view.js';

export interface Believing {
  readonly view: View;
  /** What it believes of its own depth, of its own `qMax`. */
  readonly state: Texture;
  readonly qMax: number;
}

/** Planes of a size for the next larger one. */
export async function enlarged(
  gpu: Gpu,
  pace: Pace,
  state: Texture,
  view: View,
  neighbours: readonly View[],
  to: 'half' | 'fine',
  qMax: number,
): Promise<Texture> {
  const from = to === 'half' ? 'quarter' : 'half';
  return stepped(gpu, pace, state, view[to].picture, upsample, 9, {
    coarse: view[from].picture,
    fine: view[to].picture,
    pixel: finestStep(view, neighbours, from) / qMax,
  });
}

/** Planes that fit the pictures better; with beliefs, the neighbours' depth too. */
export async function refined(
  gpu: Gpu,
  pace: Pace,
  state: Texture,
  view: View,
  neighbours: readonly View[],
  size: Size,
  qMax: number,
  plan: Refinement,
  beliefs?: readonly Believing[],
): Promise<Texture> {
  const used = neighbours.slice(0, plan.neighbours);
  const { camera, picture } = view[size];
  const shader = refine({
    neighbours: used.length,
    geometric: beliefs !== undefined,
    silhouettes: view.silhouettes,
  });
  const uniforms: Uniforms = {
    here: picture,
    qMax,
    pixel: finestStep(view, neighbours, size) / qMax,
    pitch: plan.pitch,
    ...Object.assign(
      {},
      ...used.map((other, index) =>
        neighbourUniforms(index, camera, other[size].camera, other[size].picture),
      ),
      ...used.map((other, index) => ({ [`gain${index}`]: gain(other.exposure(), view.exposure()) })),
      ...(beliefs ?? []).slice(0, used.length).map((other, index) => believedBy(view, other, size, index)),
    ),
  };
  let next = state;
  for (const { spread, stride } of plan.iterations) {
    const proposals = spread.length;
    next = await stepped(gpu, pace, next, picture, shader, fetchesOf(plan, proposals), {
      ...uniforms,
      stride,
      proposals: { int: proposals },
      attempts: { int: attemptsOf(plan, proposals) },
      ...(proposals > 0 ? { spread: { pairs: spread } } : {}),
    });
  }
  return stepped(gpu, pace, next, picture, median, 9, {});
}

const believedBy = (view: View, other: Believing, size: Size, index: number): Uniforms => ({
  [`belief${index}`]: other.state,
  [`theirMost${index}`]: other.qMax,
  [`theirPixel${index}`]: pixelStep(other.view[size].camera, view[size].camera),
});
