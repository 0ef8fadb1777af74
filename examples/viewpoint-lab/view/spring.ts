/** Critically damped motion towards a goal: as fast as it goes without swinging. Solved exactly, so any time step is stable. */

export interface Spring {
  readonly value: number;
  /** Per millisecond. */
  readonly velocity: number;
}

export const atRest = (value: number): Spring => ({ value, velocity: 0 });

/** @param decayMs of the reciprocal of the natural frequency; 0 is there at once */
export function step({ value, velocity }: Spring, goal: number, elapsedMs: number, decayMs: number): Spring {
  if (decayMs <= 0) return atRest(goal);
  const away = value - goal;
  const drive = velocity + away / decayMs;
  const left = Math.exp(-elapsedMs / decayMs);
  return {
    value: goal + (away + drive * elapsedMs) * left,
    velocity: (velocity - (drive * elapsedMs) / decayMs) * left,
  };
}

/**
 * The goal of what is let go while it follows one, so that it slows down with a longer decay and no jolt: what follows evenly is
 * two decays behind, and what slows down goes on for one.
 */
export const flung = ({ velocity }: Spring, followed: number, followMs: number, glideMs: number): number =>
  followed + velocity * (glideMs - 2 * followMs);
