/** Samples to frames to screen and speaker, on one clock, in the media worker. */
export * from './contract.js';
export * from './environment.js';
export * from './protocol.js';
