/** Engines written for MediaSource feed our decoders: a MediaSource over a sample sink, and a media element's face for a deck. */
export { CodecMedia } from './codec-media.js';
export type { AppendOrigin, CodecOutput, SegmentReader } from './contract.js';
export { CodecMediaSource } from './media-source.js';
export type { AppendOrder } from './bytes-protocol.js';
export { Mp4Segments } from './mp4-segments.js';
export { RemoteMediaSource } from './remote-media-source.js';
export type { RemoteMediaSourceOptions } from './remote-media-source.js';
export { serveBytes } from './serve-bytes.js';
export type { CodecSourceBuffer } from './source-buffer.js';
export { answerTypeQuestions } from './type-shim.js';
export { TypeSupport } from './type-support.js';
export type { DecoderProbe } from './type-support.js';
