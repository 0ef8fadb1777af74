/** A file's video samples, read by the engine's reader. */
import { Mp4Reader, toTrackConfig } from '../../../../src/media/index.js';
import type { Sample, VideoConfig } from '../../../../src/media/index.js';
import { toSamples } from '../../../../src/media/mp4/index.js';

/** Pushes bytes and gets samples, in decoding order. */
export class VideoReader {
  readonly #reader = new Mp4Reader();
  config: VideoConfig | undefined;

  push(bytes: Uint8Array): Sample[] {
    const { inits, fragments, failure } = this.#reader.push(bytes);
    if (failure !== undefined) throw failure;
    for (const { tracks } of inits)
      for (const track of tracks) {
        const config = toTrackConfig(track, track.entries[0]);
        if (config?.kind === 'video') this.config = config;
      }
    return fragments
      .flatMap(({ runs }) => runs)
      .filter(({ track }) => track.kind === 'video')
      .flatMap((run) => toSamples(run, { config: 0, rendition: '' }));
  }
}
