/** One viewer watching one event, headless: negotiation, recovery, angles, latency. */
import { Session } from './session.js';
import type { SessionOptions } from './session.js';

export { registerTransport } from './registry.js';
/** What a transport of one's own is written with: the contract, and the signals of this very bundle. */
export { computed, eventTime, OlympicPlayerError, signal } from '../base/index.js';
export type * from '../transports/index.js';
export type { Captions } from './captions.js';
export type { LoadRequest } from './load-event.js';
export type { AngleModel, EventModel } from './model.js';
export type { Kind } from './source-kind.js';
export type { Knobs } from './knobs.js';
export type { SessionOptions } from './session.js';
export type { PageState, Stage, Surface } from './stage.js';
export type * from './types.js';
export type { ViewpointStatus } from './viewpoint.js';
export { Session };

/** A session on a stage: two video elements and the functions that show them. */
export function createSession(options: SessionOptions): Session {
  return new Session(options);
}
