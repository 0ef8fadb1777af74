import type { Assessment, Capabilities, Source } from './contract.js';

/** What every engine that plays clear media through MediaSource answers for a source. */
export function assessMse(source: Source, capabilities: Capabilities): readonly Assessment[] {
  const refuse = (reason: string): readonly Assessment[] => [{ decode: 'mse', able: false, reason }];
  if (!capabilities.mse) return refuse('no-media-source');
  // hls.js's EME is not wired to licence servers yet; VHS leaves EME to a plugin of video.js players.
  if ((source.protection?.length ?? 0) > 0) return refuse('protected-without-eme');
  const codecs = source.codecs?.join(',') ?? '';
  if (codecs !== '' && !capabilities.supports(`video/mp4; codecs="${codecs}"`))
    return refuse('codec-not-supported');
  return [{ decode: 'mse', able: true }];
}
