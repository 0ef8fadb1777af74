/** Samples to frames to screen and speaker, on one clock, in the media worker. */
export * from './adapter/index.js';
export * from './captions/index.js';
export { h264Codec, nalUnits, parseH264Sps, seiIn, userDataIn } from './codec/index.js';
export * from './contract.js';
export { createDeck } from './deck/index.js';
export type { DeckOptions } from './deck/index.js';
export * from './environment.js';
export { Mp4Reader, clockOf, readInit, toTrackConfig } from './mp4/index.js';
export type { InitSegment } from './mp4/index.js';
export * from './protocol.js';
export { DeckHandle, startDedicated, startMediaHost } from './host/index.js';
export type { MediaHost, OpenedFeed, PictureMetadata, PlayedMedia } from './host/index.js';
export { createPresenter } from './present/index.js';
export { createSound } from './sound/index.js';
export { serveMedia } from './worker/index.js';
export type { Desk } from './worker/index.js';
export { SampleMemory } from './window/index.js';
