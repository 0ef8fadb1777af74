/** hang's catalog: what `catalog.json` of a broadcast says (moq-dev, js/hang/src/catalog). */
import { groupMs, type AudioEncoding, type VideoEncoding } from './encoding.js';
import type { MediaTrack } from './track.js';

export const hangTrack = 'catalog.json';

export function hangCatalog(tracks: readonly MediaTrack[]) {
  const video: Record<string, unknown> = {};
  const audio: Record<string, unknown> = {};
  for (const track of tracks) {
    const { encoding, name } = track;
    if (encoding.kind === 'video') video[name] = { ...common(track), ...picture(encoding) };
    else audio[name] = { ...common(track), ...sound(encoding) };
  }
  return { video: { renditions: video }, audio: { renditions: audio } };
}

function common({ encoding, container, name }: MediaTrack) {
  const { codec, description, init, bitrate } = encoding;
  return {
    codec,
    container: {
      kind: container,
      ...(container === 'cmaf' && { init: Buffer.from(init).toString('base64') }),
    },
    ...(description && container !== 'cmaf' && { description: Buffer.from(description).toString('hex') }),
    bitrate,
    jitter: Math.ceil(groupMs / encoding.grid.framesPerSecond),
    ...(container === 'legacy' && { timeline: timeline(name) }),
  };
}

/** Where the index of a track's groups is. Its times, like the legacy container's, count from the moq epoch: wall 0. */
function timeline(name: string) {
  return { track: timelineTrack(name), timescale: timelineScale, wall: 0 };
}

/** Units per second. */
export const timelineScale = 1000;

export function timelineTrack(name: string): string {
  return `${name}.timeline.z`;
}

function picture({ width, height, framerate }: VideoEncoding) {
  return { codedWidth: width, codedHeight: height, framerate, optimizeForLatency: true };
}

function sound({ sampleRate, channels }: AudioEncoding) {
  return { sampleRate, numberOfChannels: channels };
}
