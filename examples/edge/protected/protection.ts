/** One rendition's protection: its key, and how its samples are encrypted, one at a time, when they are asked for. */
import type { ChunkSample } from '../mp4/chunk.js';
import { encryptCbcs, encryptCenc } from './encrypt.js';
import type { ContentKey } from './keys.js';
import { subsamplesOf } from './subsamples.js';

export interface Protection {
  readonly key: ContentKey;
  readonly kind: 'video' | 'audio';
  /** @param number of the sample in the loop */
  encrypt(sample: ChunkSample, number: number): ChunkSample;
}

/** @param rendition a number that no other rendition under this key has: vectors must not meet (ISO/IEC 23001-7, 9.2) */
export function protection(key: ContentKey, kind: 'video' | 'audio', rendition: number): Protection {
  return {
    key,
    kind,
    encrypt(sample, number) {
      const subsamples = kind === 'video' ? subsamplesOf(sample.data, key.scheme) : undefined;
      const runs = subsamples === undefined ? {} : { subsamples };
      if (key.scheme === 'cbcs')
        return { ...sample, data: encryptCbcs(sample.data, key, subsamples), encryption: runs };
      // Every turn of the loop repeats the vector, and with it the very same bytes.
      const iv = Buffer.alloc(8);
      iv.writeUInt32BE(rendition, 0);
      iv.writeUInt32BE(number, 4);
      return { ...sample, data: encryptCenc(sample.data, key, iv, subsamples), encryption: { iv, ...runs } };
    },
  };
}
