/** What stands inside samples and their configuration: NAL units, parameter sets, codec strings, colour. Pure and bounds-checked. */
export * from './aac.js';
export * from './avcc.js';
export * from './bits.js';
export * from './color.js';
export * from './cursor.js';
export * from './flac.js';
export * from './hevc-codec.js';
export * from './hex.js';
export * from './opus.js';
export * from './vp9-av1-config.js';
