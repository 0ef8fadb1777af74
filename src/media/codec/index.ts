/** What stands inside samples and their configuration: NAL units, parameter sets, codec strings, colour. Pure and bounds-checked. */
export * from './aac.js';
export * from './av1-obu.js';
export * from './avcc.js';
export * from './bits.js';
export * from './color.js';
export * from './cursor.js';
export * from './flac.js';
export * from './h264-sps.js';
export type { H264Vui } from './h264-vui.js';
export * from './hevc-codec.js';
export * from './hevc-sps.js';
export * from './hex.js';
export * from './key-frame.js';
export * from './nal.js';
export * from './opus.js';
export * from './sei.js';
export * from './vp9-av1-config.js';
