/** The encoded samples of a deck: kept by groups of pictures within a budget, replaced as in MediaSource, looked up by time. */
export { intersection, merged, rangeAt, sameRanges, total } from './ranges.js';
export { SampleMemory } from './sample-memory.js';
export { SampleStore } from './sample-store.js';
export type { Budget } from './sample-store.js';
export { TrackWindow, timeTolerance } from './track-window.js';
