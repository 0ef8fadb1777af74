import { MEDIA_ERR_DECODE, OlympicPlayerError } from '../../base/index.js';

/** What the reader throws and reports, whatever is wrong with the bytes. */
export function malformed(what: string): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'media/container-malformed',
    code: MEDIA_ERR_DECODE,
    message: `The MP4 data cannot be read: ${what}.`,
    hint: 'Check the packager, and that nothing on the way cuts or changes segments. A broken fragment costs its own pictures; what follows it plays.',
  });
}
