/** Encrypts one sample (ISO/IEC 23001-7, 9 and 10). */
import { createCipheriv } from 'node:crypto';
import type { ContentKey } from './keys.js';
import { blockSize, picturePattern } from './scheme.js';
import type { Subsample } from './subsamples.js';

/** The bytes of the runs to encrypt, as views of one buffer. */
function encryptedRuns(data: Uint8Array, subsamples: readonly Subsample[] | undefined): Uint8Array[] {
  if (subsamples === undefined) return [data];
  let at = 0;
  return subsamples.map(({ clear, encrypted }) => {
    at += clear + encrypted;
    return data.subarray(at - encrypted, at);
  });
}

/**
 * AES-CTR; the counter runs on from one run to the next (10.1).
 * @param iv 8 bytes: the counter's upper half; the lower counts blocks from 0
 * @param subsamples all of the sample is encrypted without them
 */
export function encryptCenc(
  sample: Uint8Array,
  { key }: ContentKey,
  iv: Uint8Array,
  subsamples: readonly Subsample[] | undefined,
): Uint8Array {
  const data = Uint8Array.from(sample);
  const cipher = createCipheriv('aes-128-ctr', key, Buffer.concat([iv, Buffer.alloc(8)]));
  for (const run of encryptedRuns(data, subsamples)) run.set(cipher.update(run));
  return data;
}

/**
 * AES-CBC from the constant vector, anew in every run (10.4.1); pictures by the pattern, sound in every whole block. A last
 * partial block stays clear.
 */
export function encryptCbcs(
  sample: Uint8Array,
  { key, iv }: ContentKey,
  subsamples: readonly Subsample[] | undefined,
): Uint8Array {
  const data = Uint8Array.from(sample);
  const { crypt, skip } = subsamples === undefined ? { crypt: 1, skip: 0 } : picturePattern;
  const stride = (crypt + skip) * blockSize;
  for (const run of encryptedRuns(data, subsamples)) {
    const cipher = createCipheriv('aes-128-cbc', key, iv).setAutoPadding(false);
    for (let at = 0; at + blockSize <= run.byteLength; at += stride)
      run.set(cipher.update(run.subarray(at, at + blockSize)), at);
  }
  return data;
}
