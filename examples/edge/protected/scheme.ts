/** The two schemes of Common Encryption (ISO/IEC 23001-7) that players meet today, and what each leaves in the clear. */

/** AES-CTR, and AES-CBC over one block in ten (what FairPlay wants, and every other system takes too). */
export type Scheme = 'cenc' | 'cbcs';

export const schemes: readonly Scheme[] = ['cenc', 'cbcs'];

/** AES's block, bytes. */
export const blockSize = 16;

/** Blocks encrypted and blocks left alone, in turn, in pictures under `cbcs` (10.4.1); everything else is encrypted throughout. */
export const picturePattern = { crypt: 1, skip: 9 } as const;

export function isScheme(text: string | null | undefined): text is Scheme {
  return text === 'cenc' || text === 'cbcs';
}
