/** Fragmented MP4 as it arrives, read into init segments, samples with true times, events and producer times. Pure, bounds-checked, fuzzed. */
export { defaultLimits } from './limits.js';
export type { ReaderLimits } from './limits.js';
export { Mp4Reader, readInit } from './reader.js';
export type { ReadResult } from './reader.js';
export { ticksToMs } from './ticks.js';
export { clockOf, presentationStart, startOf } from './times.js';
export { toSamples } from './to-samples.js';
export type { SampleOptions } from './to-samples.js';
export { toTrackConfig } from './track-config.js';
export type * from './types.js';
