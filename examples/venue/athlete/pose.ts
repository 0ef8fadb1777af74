/** Joint angles in degrees, 0 when standing with the arms hanging down. */
export interface ArmPose {
  /** Lifted forward; 180 is straight up. */
  readonly flexion: number;
  /** Spread to the side before it is lifted. */
  readonly abduction: number;
  readonly elbow: number;
}

export interface LegPose {
  /** Lifted forward, about 130 at most. */
  readonly flexion: number;
  readonly abduction: number;
  readonly knee: number;
  /** Toes pointed; 65 is a gymnast's full point, negative pulls the toes up. */
  readonly ankle: number;
}

export interface Pose {
  /** Bent forward over the whole back. */
  readonly spine: number;
  /** Chin towards the chest. */
  readonly neck: number;
  readonly armL: ArmPose;
  readonly armR: ArmPose;
  readonly legL: LegPose;
  readonly legR: LegPose;
}

/** The channels in a fixed order, so that poses can be interpolated as vectors. */
export function poseToVector({ spine, neck, armL, armR, legL, legR }: Pose): number[] {
  const arm = (a: ArmPose) => [a.flexion, a.abduction, a.elbow];
  const leg = (l: LegPose) => [l.flexion, l.abduction, l.knee, l.ankle];
  return [spine, neck, ...arm(armL), ...arm(armR), ...leg(legL), ...leg(legR)];
}

export function vectorToPose(vector: readonly number[]): Pose {
  const value = (index: number): number => {
    const found = vector[index];
    if (found === undefined) throw new Error(`A pose has 16 channels; this one has ${vector.length}.`);
    return found;
  };
  const arm = (i: number): ArmPose => ({ flexion: value(i), abduction: value(i + 1), elbow: value(i + 2) });
  const leg = (i: number): LegPose => ({
    flexion: value(i),
    abduction: value(i + 1),
    knee: value(i + 2),
    ankle: value(i + 3),
  });
  return { spine: value(0), neck: value(1), armL: arm(2), armR: arm(5), legL: leg(8), legR: leg(12) };
}

/** A pose with both sides alike. */
function both(spine: number, neck: number, arm: ArmPose, leg: LegPose): Pose {
  return { spine, neck, armL: arm, armR: arm, legL: leg, legR: leg };
}

/** The named poses of the routine. */
export const poses = {
  /** Feet meet the bed, arms coming down. */
  touch: both(
    6,
    4,
    { flexion: 84, abduction: 16, elbow: 8 },
    { flexion: 14, abduction: 2, knee: 8, ankle: 2 },
  ),
  /** Deepest in the bed. */
  bottom: both(
    12,
    0,
    { flexion: 12, abduction: 24, elbow: 14 },
    { flexion: 26, abduction: 2, knee: 30, ankle: -3 },
  ),
  /** The bed throws, arms swing up. */
  push: both(
    4,
    -4,
    { flexion: 96, abduction: 14, elbow: 10 },
    { flexion: 9, abduction: 2, knee: 10, ankle: 3 },
  ),
  /** Feet leave the bed. */
  leave: both(
    -4,
    -6,
    { flexion: 166, abduction: 8, elbow: 4 },
    { flexion: -4, abduction: 1, knee: 0, ankle: 12 },
  ),
  /** Long in the air, toes pointed, arms up. */
  stretch: both(
    -5,
    -4,
    { flexion: 176, abduction: 7, elbow: 3 },
    { flexion: -6, abduction: 0, knee: 0, ankle: 62 },
  ),
  /** Tight tuck, hands on the shins. */
  tuck: both(
    46,
    22,
    { flexion: 26, abduction: 5, elbow: 86 },
    { flexion: 118, abduction: 5, knee: 134, ankle: 50 },
  ),
  /** Out of the tuck, looking for the bed. */
  open: both(
    8,
    14,
    { flexion: 40, abduction: 34, elbow: 8 },
    { flexion: 20, abduction: 1, knee: 4, ankle: 58 },
  ),
  /** Hands to the toes, legs wide. */
  straddle: both(
    50,
    -14,
    { flexion: 86, abduction: 55, elbow: 0 },
    { flexion: 96, abduction: 54, knee: 0, ankle: 62 },
  ),
  /** Hands to the toes, legs together. */
  pike: both(
    54,
    -8,
    { flexion: 118, abduction: 3, elbow: 6 },
    { flexion: 104, abduction: 0, knee: 0, ankle: 62 },
  ),
  /** Layout with the arms wrapped for the twist: elbows in, hands before the shoulders. */
  wrap: {
    spine: -6,
    neck: -4,
    armL: { flexion: 14, abduction: 2, elbow: 126 },
    armR: { flexion: -4, abduction: 6, elbow: 108 },
    legL: { flexion: -6, abduction: 0, knee: 0, ankle: 62 },
    legR: { flexion: -6, abduction: 0, knee: 0, ankle: 62 },
  },
  /** Layout, arms spread to stop the twist. */
  spread: both(
    -2,
    8,
    { flexion: 30, abduction: 74, elbow: 4 },
    { flexion: 4, abduction: 0, knee: 0, ankle: 60 },
  ),
} satisfies Record<string, Pose>;
