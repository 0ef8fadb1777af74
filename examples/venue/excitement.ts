/** How the hall follows the routine: shared by the crowd's movement and the soundtrack. Pure functions of loop time. */
import { smooth } from './athlete/interpolation.js';
import { flights, flightSpan } from './athlete/timeline.js';
import { loopMs, loopTime } from './loop.js';

const wrapSeconds = (timeMs: number): number => loopTime(timeMs) / 1000;

/** Jumps of the excited part of the crowd per loop: a whole number, so that the loop closes. */
const beatsPerLoop = 13;

export function crowdBeat(timeMs: number): number {
  return (wrapSeconds(timeMs) * beatsPerLoop * 1000) / loopMs;
}

/** 0 (waiting) to 1 (on their feet): rises in each somersault, more the more turns it has, and fades after the landing. */
export function excitementAt(timeMs: number): number {
  const seconds = wrapSeconds(timeMs);
  const period = loopMs / 1000;
  const level = flights.reduce((sum, { somersaults, twists }, index) => {
    const difficulty = Math.min(1, 0.12 + 0.44 * somersaults + 0.2 * twists);
    const { from, to } = flightSpan(index);
    // The fade of the last somersault reaches into the next turn of the loop.
    const one = (t: number) => smooth(from, to, t) * (1 - smooth(to + 0.25, to + 1.7, t));
    return sum + difficulty * (one(seconds) + one(seconds + period));
  }, 0);
  return Math.min(1, level);
}
