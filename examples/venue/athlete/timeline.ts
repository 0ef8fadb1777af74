/** When what happens in the routine: the numbers that the athlete, the crowd, the sound and the moments share. */

/** Seconds from one deepest point in the bed to the next; five of them fill the loop. */
export const bounceLength = 1.6;
/** Seconds that the feet are on the bed. */
export const contactLength = 0.32;
export const flightLength = bounceLength - contactLength;

export interface Flight {
  readonly id: 'straight' | 'straddle' | 'double-back' | 'pike' | 'full-twist';
  readonly label: string;
  /** Backward somersaults and twists, in whole turns. */
  readonly somersaults: number;
  readonly twists: number;
}

/** In the order of the loop; flight `index` begins with the bounce at `index * bounceLength`. */
export const flights: readonly Flight[] = [
  { id: 'straight', label: 'Straight jump', somersaults: 0, twists: 0 },
  { id: 'straddle', label: 'Straddle jump', somersaults: 0, twists: 0 },
  { id: 'double-back', label: 'Double back somersault', somersaults: 2, twists: 0 },
  { id: 'pike', label: 'Pike jump', somersaults: 0, twists: 0 },
  { id: 'full-twist', label: 'Full-twisting back somersault', somersaults: 1, twists: 1 },
];

/** When the feet leave the bed for flight `index`, and when they meet it again, seconds into the loop. */
export function flightSpan(index: number): { from: number; to: number } {
  const from = index * bounceLength + contactLength / 2;
  return { from, to: from + flightLength };
}
