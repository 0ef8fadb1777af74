import type { Assessment, Capabilities, Source } from './contract.js';
import { whyLocked } from './protected.js';

/** What every engine that plays through MediaSource answers for a source. */
export function assessMse(source: Source, capabilities: Capabilities): readonly Assessment[] {
  if (!capabilities.mse) return [{ decode: 'mse', able: false, reason: 'no-media-source' }];
  const locked = whyLocked(source, capabilities);
  if (locked !== undefined) return [{ decode: 'mse', able: false, reason: locked }];
  const codecs = source.codecs?.join(',') ?? '';
  if (codecs !== '' && !capabilities.supports(`video/mp4; codecs="${codecs}"`))
    return [{ decode: 'mse', able: false, reason: 'codec-not-supported' }];
  return [{ decode: 'mse', able: true }];
}
