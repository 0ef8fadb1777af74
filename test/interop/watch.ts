/** Runs in the browser: the player itself, and what it shows. */
import { definePlayer, framesBetween, mountPlayer, see, stateOf } from '../fixtures/player.js';

export interface Watched {
  readonly seen: readonly {
    readonly camera: number;
    /** Frames from the one on screen to the one the timeline speaks of. */
    readonly apart: number;
  }[];
  readonly chosen: unknown;
  readonly grade: string | null;
  readonly latency: number;
}

const looks = 10;

declare global {
  interface Window {
    watchEvent(src: string): Promise<Watched>;
  }
}

window.watchEvent = async (src) => {
  await definePlayer();
  const player = mountPlayer({ src });
  await stateOf(player, 'playing');
  const seen: { camera: number; apart: number }[] = [];
  while (seen.length < looks) {
    const { camera, frame, mapped } = await see(player);
    seen.push({ camera, apart: framesBetween(frame, mapped) });
  }
  const { negotiation, stats, latency } = player;
  player.remove();
  return { seen, chosen: negotiation.chosen, grade: stats.eventTimeGrade, latency };
};
