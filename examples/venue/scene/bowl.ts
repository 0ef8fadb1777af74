/** The measures that boards, stands and crowd share. Metres. The bowl is a circle stretched along X. */
export const bowl = {
  stretch: 1.12,
  boardsRadius: 14.4,
  ribbonRadius: 26.6,
  ribbonBottom: 6.5,
  tiers: [
    { rows: 11, radius: 17, bottom: 1.5, tread: 0.84, riser: 0.42, seatWidth: 0.58, filled: 0.9 },
    { rows: 8, radius: 27.2, bottom: 8.3, tread: 0.84, riser: 0.54, seatWidth: 0.66, filled: 0.82 },
  ],
  /** Stairs between blocks of seats: every so many degrees, so many metres wide. */
  aisles: { everyDegrees: 18, width: 1.3 },
  roofRadius: 36,
  roofHeight: 18.5,
} as const;

export type Tier = (typeof bowl.tiers)[number];
