/** How frames are wrapped in MoQ objects: hang's legacy container, LOC, CMAF. Bounds-checked; what is wrong is a typed error. */
import type { MoqRendition } from '../catalog/index.js';
import type { FrameReader } from './frame.js';
import { CmafReader } from './cmaf.js';
import { legacyReader } from './legacy.js';
import { LocReader } from './loc.js';

export type { FrameReader, MediaFrame, MoqObject } from './frame.js';
export { aacDescription, audioDurationUs } from './audio.js';
export { parseLocProperties } from './loc.js';
export { readVarint } from './varint.js';

/** A reader for one track; CMAF's knows the init segment from the catalog. */
export function frameReader(rendition: MoqRendition): FrameReader {
  if (rendition.packaging === 'cmaf') return new CmafReader(rendition.init, rendition.kind);
  return rendition.packaging === 'loc' ? new LocReader() : legacyReader;
}
