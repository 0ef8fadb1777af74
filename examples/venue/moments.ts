/** Named instants of the loop; the edge repeats them every turn. */
import { flights, flightSpan, type Flight } from './athlete/timeline.js';

export interface VenueMoment {
  readonly id: string;
  readonly label: Readonly<Record<string, string>>;
  /** Milliseconds into the loop. */
  readonly atMs: number;
  readonly durationMs: number;
  readonly preferredAngle: string;
}

function flightMoment(id: Flight['id'], preferredAngle: string): VenueMoment {
  const index = flights.findIndex((flight) => flight.id === id);
  const { from, to } = flightSpan(index);
  return {
    id,
    label: { en: flights[index]?.label ?? id },
    atMs: Math.round(from * 1000),
    durationMs: Math.round((to - from) * 1000),
    preferredAngle,
  };
}

const doubleBack = flightMoment('double-back', 'ring-00');

export const moments: readonly VenueMoment[] = [
  flightMoment('straddle', 'ring-20'),
  doubleBack,
  {
    id: 'landing',
    label: { en: 'Landing' },
    atMs: doubleBack.atMs + doubleBack.durationMs - 200,
    durationMs: 720,
    preferredAngle: 'ring-02',
  },
  flightMoment('full-twist', 'ring-03'),
];
