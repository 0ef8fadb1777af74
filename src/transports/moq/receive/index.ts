/** From a track's groups to the deck's window: order, times, lateness, and where the live edge is. */
export { GroupOrder } from './group-order.js';
export { LivePilot } from './live-pilot.js';
export { SampleMaker } from './sample-maker.js';
export { isDecodable } from './track-config.js';
export { TrackLine } from './track-line.js';
export { WallClock } from './wall-clock.js';
