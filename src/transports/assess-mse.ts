import type { Assessment, Capabilities, Source } from './contract.js';

/** What every engine that plays clear media through MediaSource answers for a source. */
export function assessMse(source: Source, capabilities: Capabilities): readonly Assessment[] {
  if (!capabilities.mse) return [{ decode: 'mse', able: false, reason: 'no-media-source' }];
  // hls.js's EME is not wired to licence servers yet; VHS leaves EME to a plugin of video.js players.
  if ((source.protection?.length ?? 0) > 0)
    return [{ decode: 'mse', able: false, reason: 'protected-without-eme' }];
  const codecs = source.codecs?.join(',') ?? '';
  if (codecs !== '' && !capabilities.supports(`video/mp4; codecs="${codecs}"`))
    return [{ decode: 'mse', able: false, reason: 'codec-not-supported' }];
  return [{ decode: 'mse', able: true }];
}
