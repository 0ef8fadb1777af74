import type { AudioRendition, VideoRendition } from '../../../../src/transports/moq/catalog/index.js';

const shared = {
  broadcast: 'venue/finish',
  packaging: 'legacy',
  description: undefined,
  init: undefined,
  bitrate: undefined,
  label: undefined,
  role: undefined,
  language: undefined,
  renderGroup: undefined,
  altGroup: undefined,
  targetLatencyMs: undefined,
  jitterMs: undefined,
  encrypted: false,
  stalled: false,
  live: true,
  wall: undefined,
  timeline: undefined,
} as const;

export const videoRendition: VideoRendition = {
  ...shared,
  id: 'hd',
  track: 'hd',
  kind: 'video',
  codec: 'avc1.42c01e',
  width: 1280,
  height: 720,
  framerate: 25,
  pixelAspect: undefined,
  rotation: 0,
};

export const audioRendition: AudioRendition = {
  ...shared,
  id: 'sound',
  track: 'sound',
  kind: 'audio',
  codec: 'opus',
  sampleRate: 48_000,
  channels: 2,
};
