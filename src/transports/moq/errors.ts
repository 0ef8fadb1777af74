import {
  MEDIA_ERR_DECODE,
  MEDIA_ERR_NETWORK,
  MEDIA_ERR_SRC_NOT_SUPPORTED,
  OlympicPlayerError,
} from '../../base/index.js';

/** What every error of this transport may be given besides its words. */
interface Circumstances {
  readonly source?: string;
  readonly cause?: unknown;
}

const checkPublisher = 'Check the URL, the broadcast named behind its #, and that the publisher is running.';

export function catalogMalformed(what: string, circumstances: Circumstances = {}): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'moq/catalog-malformed',
    code: MEDIA_ERR_DECODE,
    message: `moq: the catalog cannot be read: ${what}.`,
    hint: 'The publisher has to send a hang catalog or an MSF catalog (draft-00 or draft-01) that keeps to its format.',
    ...circumstances,
  });
}

export function catalogTooLarge(what: string, circumstances: Circumstances = {}): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'moq/catalog-too-large',
    code: MEDIA_ERR_DECODE,
    message: `moq: the catalog is larger than any broadcast needs: ${what}.`,
    hint: 'Split the event into several broadcasts, or list fewer tracks.',
    ...circumstances,
  });
}

export function catalogVersion(version: string, circumstances: Circumstances = {}): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'moq/catalog-version',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `moq: the catalog has version ${version}, which the player does not know.`,
    hint: 'Known are MSF draft-00 and draft-01; drafts do not promise to be compatible, so newer ones are not guessed at.',
    ...circumstances,
  });
}

export function unauthorized(circumstances: Circumstances = {}): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'moq/unauthorized',
    code: MEDIA_ERR_NETWORK,
    message: 'moq: the server refused the credentials.',
    hint: 'Set player.getToken to a function that returns a current token for this event.',
    ...circumstances,
  });
}

export function notFound(what: string, circumstances: Circumstances = {}): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'moq/not-found',
    code: MEDIA_ERR_NETWORK,
    message: `moq: the server has no ${what}.`,
    hint: checkPublisher,
    ...circumstances,
  });
}

export function timedOut(what: string, circumstances: Circumstances = {}): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'moq/timeout',
    code: MEDIA_ERR_NETWORK,
    message: `moq: the server did not ${what} in time.`,
    hint: 'The player moves to another source. If it happens often, look at the load of the relay.',
    ...circumstances,
  });
}

export function connectFailed(why: string, circumstances: Circumstances = {}): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'moq/connect-failed',
    code: MEDIA_ERR_NETWORK,
    message: `moq: no connection, neither over WebTransport nor over WebSocket (${why}).`,
    hint: 'Check that the server runs, that UDP reaches it, and that its certificate is valid; browsers do not say more.',
    ...circumstances,
  });
}

export function certificateRefused(why: string, circumstances: Circumstances = {}): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'moq/certificate',
    code: MEDIA_ERR_NETWORK,
    message: `moq: the certificate hashes of the source cannot be used (${why}).`,
    hint: 'Give SHA-256 hashes as hex or base64 of a certificate that is valid for at most 14 days and has an ECDSA key.',
    ...circumstances,
  });
}

export function versionUnknown(circumstances: Circumstances = {}): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'moq/version',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: 'moq: the server speaks no version of moq-lite or MOQT that the player knows.',
    hint: 'Known are moq-lite 01 to 05 and MOQT drafts 14 to 20: update the server or the player.',
    ...circumstances,
  });
}

export function closedByServer(why: string, circumstances: Circumstances = {}): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'moq/closed',
    code: MEDIA_ERR_NETWORK,
    message: `moq: the connection ended (${why}).`,
    hint: 'The player reconnects or moves to another source by itself.',
    ...circumstances,
  });
}

export function mediaMalformed(what: string, circumstances: Circumstances = {}): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'moq/media-malformed',
    code: MEDIA_ERR_DECODE,
    message: `moq: a media object cannot be read: ${what}.`,
    hint: 'The container of the track is not the one its catalog announces.',
    ...circumstances,
  });
}

export function nothingPlayable(why: string, circumstances: Circumstances = {}): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'moq/no-playable-rendition',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `moq: the broadcast has no picture that this browser can decode (${why}).`,
    hint: 'Publish H.264 next to newer codecs, or let another source take over.',
    ...circumstances,
  });
}

export function protectedContent(circumstances: Circumstances = {}): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'moq/protected',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: 'moq: every picture of the broadcast is encrypted.',
    hint: 'WebCodecs has no content decryption: give an HLS or DASH source for protected content.',
    ...circumstances,
  });
}

export function notSeekable(): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'moq/not-seekable',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: 'moq: that time is not in the window the player keeps.',
    hint: 'List an ll-hls or dash source for this angle: the player moves to it when the viewer scrubs further back.',
  });
}
