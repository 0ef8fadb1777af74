/** Named instants of the loop; the edge repeats them every turn. */
import { flights, flightSpan } from './athlete/routine.js';

export interface VenueMoment {
  readonly id: string;
  readonly label: Readonly<Record<string, string>>;
  /** Milliseconds into the loop. */
  readonly atMs: number;
  readonly durationMs: number;
  readonly preferredAngle: string;
}

function flightMoment(
  name: (typeof flights)[number]['name'],
  id: string,
  label: string,
  preferredAngle: string,
): VenueMoment {
  const { from, to } = flightSpan(flights.findIndex((flight) => flight.name === name));
  return {
    id,
    label: { en: label },
    atMs: Math.round(from * 1000),
    durationMs: Math.round((to - from) * 1000),
    preferredAngle,
  };
}

const landingMs = Math.round(flightSpan(flights.findIndex(({ somersaults }) => somersaults === 2)).to * 1000);

export const moments: readonly VenueMoment[] = [
  flightMoment('straddle jump', 'straddle', 'Straddle jump', 'ring-20'),
  flightMoment('double back somersault', 'double-back', 'Double back somersault', 'ring-00'),
  {
    id: 'landing',
    label: { en: 'Landing' },
    atMs: landingMs - 200,
    durationMs: 720,
    preferredAngle: 'ring-02',
  },
  flightMoment('full-twisting back somersault', 'full-twist', 'Full-twisting back somersault', 'ring-03'),
];
