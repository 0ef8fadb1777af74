import { MEDIA_ERR_DECODE, MEDIA_ERR_SRC_NOT_SUPPORTED, OlympicPlayerError } from '../../base/index.js';

/** The answer is no manifest at all. */
export function manifestMalformed(room: string, url: string): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: `${room}/manifest-malformed`,
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `${room}: the answer is not a manifest that can be read.`,
    hint: 'Check that the URL answers the manifest itself (an MPD element for DASH), not a web page.',
    source: url,
  });
}

/** Nothing in the manifest can be played here. */
export function unsupported(room: string, url: string, what: string): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: `${room}/unsupported`,
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `${room}: this browser plays none of the renditions (${what}).`,
    hint: 'Publish H.264 with AAC in fragmented MP4 beside other codecs, and a clear source where no DRM is needed.',
    source: url,
  });
}

/** Media arrived and could not be decoded, by the engine or by the element. */
export function decodeFailed(room: string, url: string, what: string, cause?: unknown): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: `${room}/decode`,
    code: MEDIA_ERR_DECODE,
    message: `${room}: the media could not be decoded (${what}).`,
    hint: 'The stream may be corrupt; another source or rendition may play.',
    source: url,
    cause,
  });
}

/** The page's policy, or the bundle's address, forbids the engine's worker. */
export function workerBlocked(room: string, cause: unknown): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: `${room}/worker-blocked`,
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `${room}: the engine's worker could not start.`,
    hint: "Serve the package's files from the page's origin and allow them (worker-src 'self'), or allow worker-src blob:.",
    cause,
  });
}

export function notSeekable(room: string, url: string): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: `${room}/not-seekable`,
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `${room}: it is not known yet where this event time lies on the stream.`,
    hint: 'Wait for the first picture; give segments prft or the manifest availabilityStartTime (DASH) or dates (HLS).',
    source: url,
  });
}

/** The descriptor calls it clear and the manifest does not; only MediaSource can go on. */
export function encrypted(room: string, url: string): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'media/encrypted',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `${room}: the manifest says that the media is encrypted; WebCodecs decodes clear media only.`,
    hint: 'Leave decoder at "auto": protected media plays through MSE and EME.',
    source: url,
  });
}
