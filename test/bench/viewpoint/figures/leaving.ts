import type { Moment } from '../stage/index.js';
import type { Picture } from '../picture.js';
import { modelOf } from '../venue/cameras.js';
import type { VenueView } from '../venue/cameras.js';
import type { VenueTruth } from '../venue/truth.js';

/** Mean absolute difference of two pictures, steps of 1/255. */
export function meanChange({ data }: Picture, other: Picture): number {
  let sum = 0;
  for (let at = 0; at < data.length; at += 1) sum += Math.abs(data[at]! - other.data[at]!);
  return sum / data.length;
}

interface Step {
  readonly camera: VenueView;
  /** Very near to it. */
  readonly off: VenueView;
  readonly timeMs: number;
}

/** What a viewer sees change on leaving a real camera, less what does change: a jump from its picture to a synthesized one. */
export async function excessOfLeaving(
  truth: VenueTruth,
  moment: Moment,
  { camera, off, timeMs }: Step,
): Promise<number> {
  const at = (await moment.view(modelOf(camera))).picture;
  const left = (await moment.view(modelOf(off))).picture;
  const [trueAt, trueLeft] = [await truth.picture(camera, timeMs), await truth.picture(off, timeMs)];
  return meanChange(at, left) - meanChange(trueAt, trueLeft);
}
