/** Captions as plain timed data: WebVTT and CEA-608, read without trusting either; drawing them is the element's. */
export type * from './cue.js';
export { parseWebVtt } from './webvtt.js';
export type { ParsedWebVtt } from './webvtt.js';
export { timestampMapOf } from './timestamp-map.js';
export type { TimestampMap } from './timestamp-map.js';
export { createCea608Decoder } from './cea608.js';
export type { Cea608Channel, Cea608Decoder, Cea608Sample } from './cea608.js';
export { CueList } from './cue-list.js';
export { tapCaptions } from './caption-tap.js';
