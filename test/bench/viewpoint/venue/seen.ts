import { psnr, ssim } from '../metrics.js';
import type { Picture } from '../picture.js';
import type { Moment } from '../stage/index.js';
import { modelOf } from './cameras.js';
import type { Instant } from './instants.js';
import { simplerViews } from './simpler.js';
import type { VenueTruth } from './truth.js';

/** One view of one instant, held against the truth. */
export interface Seen {
  readonly instant: string;
  readonly view: string;
  /** The rung, or the name of a simpler method. */
  readonly by: string;
  readonly psnr: number;
  readonly ssim: number;
  /** PSNR of the pixels that show the athlete in the true picture. */
  readonly athlete: number;
  readonly picture: Picture;
}

/** All viewpoints of an instant. */
export async function look(truth: VenueTruth, moment: Moment, instant: Instant): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  for (const view of instant.viewpoints) {
    const { picture, shown } = await moment.view(modelOf(view));
    seen.push(await judged(truth, instant, view, { by: shown.synthesis, picture }));
  }
  return seen;
}

/** The same as simpler methods have them, from the same frames. */
export async function lookSimply(truth: VenueTruth, instant: Instant): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  for (const view of instant.viewpoints)
    for (const { name, picture } of await simplerViews(truth, instant, view))
      seen.push(await judged(truth, instant, view, { by: name, picture }));
  return seen;
}

async function judged(
  truth: VenueTruth,
  { id, timeMs }: Instant,
  view: Instant['viewpoints'][number],
  { by, picture }: Pick<Seen, 'by' | 'picture'>,
): Promise<Seen> {
  const real = await truth.picture(view, timeMs);
  return {
    instant: id,
    view: view.id,
    by,
    psnr: psnr(picture, real),
    ssim: ssim(picture, real),
    athlete: psnr(picture, real, await truth.athlete(view, timeMs)),
    picture,
  };
}
