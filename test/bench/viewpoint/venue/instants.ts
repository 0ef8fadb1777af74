/** Three frozen instants with the athlete in the air, each seen by the eight cameras of the ring about its viewpoints. */
import { flights, flightSpan } from '../../../../examples/venue/athlete/timeline.js';
import type { Flight } from '../../../../examples/venue/athlete/timeline.js';
import { loopMs } from '../../../../examples/venue/loop.js';
import { ringCamera, ringSize, ringView } from './cameras.js';
import type { VenueView } from './cameras.js';

export interface Viewpoint extends VenueView {
  /** Place among the instant's cameras of the one before it. */
  readonly before: number;
}

export interface Instant {
  readonly id: string;
  /** Of the loop. */
  readonly timeMs: number;
  readonly cameras: readonly VenueView[];
  readonly viewpoints: readonly Viewpoint[];
}

const camerasEach = 8;

/** In gaps of the ring counted from the first of the eight cameras, and degrees above the ring: inside the inner gaps. */
const viewpoints: readonly (readonly [place: number, raised: number])[] = [
  [2.5, 0],
  [3.25, 2],
  [3.5, -2],
  [4.7, 1],
];

/** `part` of the flight is over; `about` is the middle of the eight. */
function instantOf(flight: Flight['id'], part: number, about: number): Instant {
  const { from, to } = flightSpan(flights.findIndex(({ id }) => id === flight));
  const start = about - camerasEach / 2;
  return {
    id: flight,
    timeMs: Math.round((from + (to - from) * part) * 1000),
    cameras: Array.from({ length: camerasEach }, (_, index) => ringCamera(start + index)),
    viewpoints: viewpoints.map(([place, raised]) => ({
      ...ringView(start + place, raised),
      before: Math.floor(place),
    })),
  };
}

/** Tucked, spread, and wrapped in a twist; from sides of the hall a third of the ring apart. */
export const instants: readonly Instant[] = [
  instantOf('double-back', 0.45, 0),
  instantOf('straddle', 0.5, ringSize / 3),
  instantOf('full-twist', 0.5, (2 * ringSize) / 3),
];

/** Of the loop, at which plates are learned: the athlete is at another height or attitude in each. */
export const plateTimes: readonly number[] = Array.from({ length: 9 }, (_, index) =>
  Math.round((index + 0.3) * (loopMs / 9)),
);
