import {
  MEDIA_ERR_DECODE,
  MEDIA_ERR_NETWORK,
  MEDIA_ERR_SRC_NOT_SUPPORTED,
  OlympicPlayerError,
} from '../../base/index.js';

/** The browser has none of the source's key systems, or not on this page. */
export function noKeySystem(url: string, names: readonly string[], cause?: unknown): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'eme/no-key-system',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `eme: this browser has none of the key systems that open the source (${names.join(', ') || 'none is named'}).`,
    hint: 'Publish for Widevine, PlayReady and FairPlay together; key systems work on https pages and localhost only.',
    source: url,
    cause,
  });
}

/** Nobody said where licences are to be had. */
export function noLicenseServer(url: string, keySystem: string): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'eme/no-license-server',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `eme: the source is protected, and neither descriptor nor manifest names a licence server (${keySystem}).`,
    hint: "Give the source's protection a licenseUrl in the descriptor.",
    source: url,
  });
}

export function certificateFailed(url: string, keySystem: string, cause: unknown): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'eme/certificate',
    code: MEDIA_ERR_NETWORK,
    message: `eme: the server certificate of ${keySystem} could not be had, or the browser does not take it (${String(cause)}).`,
    hint: "Check the protection's certificateUrl: it must answer the certificate itself, in DER.",
    source: url,
    cause,
  });
}

/** The CDM could not be made, or not be put on the video. */
export function mediaKeysFailed(url: string, keySystem: string, cause: unknown): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'eme/media-keys',
    code: MEDIA_ERR_DECODE,
    message: `eme: the browser could not start ${keySystem} (${String(cause)}).`,
    hint: 'The content decryption module may be switched off, updating, or in use elsewhere; try a reload.',
    source: url,
    cause,
  });
}

/** The CDM cannot make a licence request of what the stream says. */
export function badInitData(url: string, cause: unknown): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'eme/init-data',
    code: MEDIA_ERR_DECODE,
    message: `eme: no licence can be asked for with the stream's initialization data (${String(cause)}).`,
    hint: 'Check the pssh boxes, or the KEY tags and ContentProtection elements, for this key system.',
    source: url,
    cause,
  });
}

/** The server answered, and the CDM does not take the answer. */
export function licenseRejected(url: string, cause: unknown): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'eme/license-rejected',
    code: MEDIA_ERR_DECODE,
    message: `eme: the browser does not accept the licence (${String(cause)}).`,
    hint: 'The licence server may have answered an error page with 200, or a licence of another format or device.',
    source: url,
    cause,
  });
}

/** A key whose status is none of the good ones (EME, 5.7: MediaKeyStatus). */
export function keyTrouble(url: string, status: string): OlympicPlayerError {
  if (status === 'output-restricted' || status === 'output-downscaled')
    return new OlympicPlayerError({
      reason: 'eme/output-restricted',
      code: MEDIA_ERR_DECODE,
      message: `eme: the rights do not allow this picture on this screen (key status ${status}).`,
      hint: 'An HDCP-protected display is wanted; publish a rendition whose key does not ask for one.',
      source: url,
    });
  if (status === 'expired')
    return new OlympicPlayerError({
      reason: 'eme/license-expired',
      code: MEDIA_ERR_DECODE,
      message: 'eme: the licence has expired.',
      hint: 'Check the licence duration against the device clock, and that the server renews it.',
      source: url,
    });
  return new OlympicPlayerError({
    reason: 'eme/key-unusable',
    code: MEDIA_ERR_DECODE,
    message: `eme: the browser cannot use the key (status ${status}).`,
    hint: 'The device may not meet the security level that the licence demands.',
    source: url,
  });
}

/** Playback has waited for a key that no licence brought. */
export function keyMissing(url: string): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'eme/key-missing',
    code: MEDIA_ERR_DECODE,
    message: 'eme: no licence brought the key that the media is encrypted with.',
    hint: "Compare the stream's key ids (tenc, default_KID, KEYID) with those the licence server hands out.",
    source: url,
  });
}

/** Decrypted, and still no media. */
export function undecodable(url: string, cause: unknown): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'eme/undecodable',
    code: MEDIA_ERR_DECODE,
    message: 'eme: what the key opens is not media that can be decoded.',
    hint: 'The licence server most likely hands out a key other than the one the media was encrypted with.',
    source: url,
    cause,
  });
}
