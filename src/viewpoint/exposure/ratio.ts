import { project } from '../camera/index.js';
import type { Vector3 } from '../camera/index.js';
import type { Thumbnail } from './thumbnail.js';

/** How much brighter one camera shows what another shows, too: logarithms of the ratio of red, green and blue. */
export interface Ratio {
  readonly log: Vector3;
  /** How far that may be off: standard deviation of the logarithm. */
  readonly doubt: number;
}

/** Fewer points say nothing. */
const fewest = 40;
/** Darker or brighter than this a number is noise or clipped; of 255. */
const [dark, bright] = [12, 243];
/** A median is off by this part of the spread of what it is taken of: most of what spreads is not noise but other things seen. */
const offBy = { surface: 0.08, plane: 0.3 };
/** And by this at least. */
const leastDoubt = 0.004;

/**
 * From points of the scene that both see. On surfaces they see the same; on a plane only about the same, which is less believed. What
 * is hidden from one of them are outliers to a median.
 */
export function ratioOf(
  a: Thumbnail,
  b: Thumbnail,
  points: readonly Vector3[],
  kind: keyof typeof offBy,
): Ratio | undefined {
  const logs: [number[], number[], number[]] = [[], [], []];
  for (const point of points) {
    const [own, other] = [colourAt(a, point), colourAt(b, point)];
    if (own === undefined || other === undefined) continue;
    const channels = [0, 1, 2] as const;
    const values = [...own, ...other];
    if (values.some((value) => value < dark || value > bright)) continue;
    for (const channel of channels) logs[channel].push(Math.log(own[channel] / other[channel]));
  }
  if (logs[0].length < fewest) return undefined;
  const log = logs.map(median) as [number, number, number];
  const spread = Math.max(
    ...logs.map((list, channel) => median(list.map((value) => Math.abs(value - (log[channel] ?? 0))))),
  );
  return { log, doubt: leastDoubt + offBy[kind] * spread };
}

function colourAt({ camera, bytes }: Thumbnail, point: Vector3): Vector3 | undefined {
  const { x, y, depth } = project(camera, point);
  const [column, row] = [Math.round(x), Math.round(y)];
  const inside = depth > 0 && column >= 0 && row >= 0 && column < camera.width && row < camera.height;
  if (!inside) return undefined;
  const at = (row * camera.width + column) * 4;
  return [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[sorted.length >> 1] ?? 0;
}
