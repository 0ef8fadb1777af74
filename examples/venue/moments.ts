/** Named instants of the loop; the edge repeats them every turn. */
export interface VenueMoment {
  readonly id: string;
  readonly label: Readonly<Record<string, string>>;
  /** Milliseconds into the loop. */
  readonly atMs: number;
  readonly durationMs: number;
  readonly preferredAngle: string;
}

export const moments: readonly VenueMoment[] = [
  { id: 'release', label: { en: 'Release' }, atMs: 3600, durationMs: 1200, preferredAngle: 'ring-00' },
  { id: 'landing', label: { en: 'Landing' }, atMs: 5000, durationMs: 1000, preferredAngle: 'ring-02' },
];
