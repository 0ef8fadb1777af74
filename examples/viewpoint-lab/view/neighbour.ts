import type { Rig, Viewpoint } from '../../../src/viewpoint/index.js';
import type { Direction } from './keys.js';
import { shortTurn } from './soft-limits.js';

/** Nearer than this it is the same place, degrees. */
const same = 0.5;
/** How much a degree astray counts against one ahead. */
const astray = 2;

/** The next real camera in a direction; undefined where there is none. */
export function neighbourOf(rig: Rig, from: Viewpoint, direction: Direction): string | undefined {
  const sign = direction === 'right' || direction === 'up' ? 1 : -1;
  const along = direction === 'left' || direction === 'right';
  let best: { id: string; cost: number } | undefined;
  for (const { id, azimuth, elevation } of rig.cameras) {
    const [turn, rise] = [shortTurn(from.azimuth, azimuth), elevation - from.elevation];
    const ahead = sign * (along ? turn : rise);
    if (ahead <= same) continue;
    const cost = ahead + astray * Math.abs(along ? rise : turn);
    if (best === undefined || cost < best.cost) best = { id, cost };
  }
  return best?.id;
}

/** The camera that stands at azimuth 0, or nearest to it. */
export function frontOf(rig: Rig): string {
  const [first] = [...rig.cameras].sort((a, b) => Math.abs(a.azimuth) - Math.abs(b.azimuth));
  return first?.id ?? '';
}
