import type { Assessment, Capabilities, Source } from './contract.js';
import { isProtected } from './protected.js';

/** What every feed of our own decoders answers for a source. */
export function assessWebCodecs(source: Source, capabilities: Capabilities): Assessment {
  const refused = (reason: string): Assessment => ({ decode: 'webcodecs', able: false, reason });
  // WebCodecs has no way to EME: what is protected plays through a media element.
  if (isProtected(source)) return refused('protected-content');
  if (!capabilities.webcodecs) return refused('no-webcodecs');
  if (source.codecs?.some((codec) => !capabilities.decodes(codec)) === true)
    return refused('codec-not-supported');
  return { decode: 'webcodecs', able: true };
}
