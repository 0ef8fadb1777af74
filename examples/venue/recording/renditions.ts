/** What is recorded of every camera, and how: shared by the page that encodes and the checks. */
export interface Rendition {
  /** What the file's name ends in, after the camera's id. */
  readonly suffix: '.mp4' | '.low.mp4';
  readonly width: number;
  readonly height: number;
  /** RFC 6381: constrained baseline (no B-frames) at the lowest level that holds the size at 30 fps. */
  readonly codec: string;
  /** Bits per second asked of the encoder. */
  readonly bitrate: number;
}

export const renditions: readonly [high: Rendition, low: Rendition] = [
  { suffix: '.mp4', width: 640, height: 360, codec: 'avc1.42c01e', bitrate: 500_000 },
  { suffix: '.low.mp4', width: 320, height: 180, codec: 'avc1.42c00d', bitrate: 150_000 },
];

/** Every so many frames a closed group of pictures begins: 1 s. */
export const keyFrameInterval = 30;
