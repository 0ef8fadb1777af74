import { browserEnvironment } from '../base/index.js';
import type { Environment } from '../base/index.js';

/** What the media room needs from the world besides: decoders and the screen's beat, injected so that tests can break them. */
export interface MediaEnvironment extends Environment {
  createVideoDecoder(init: VideoDecoderInit): VideoDecoder;
  createAudioDecoder(init: AudioDecoderInit): AudioDecoder;
  /** Calls back before the next repaint, with its `performance.now()` time; the returned function cancels. */
  requestFrame(callback: (now: number) => void): () => void;
  /** `performance.timeOrigin`. */
  readonly timeOrigin: number;
}

/** Works in a page and in a dedicated worker. */
export const browserMediaEnvironment: MediaEnvironment = {
  ...browserEnvironment,
  createVideoDecoder: (init) => new VideoDecoder(init),
  createAudioDecoder: (init) => new AudioDecoder(init),
  requestFrame: (callback) => {
    const id = requestAnimationFrame(callback);
    return () => cancelAnimationFrame(id);
  },
  timeOrigin: performance.timeOrigin,
};
