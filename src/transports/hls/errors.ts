import { ErrorDetails, ErrorTypes } from 'hls.js';
import type { ErrorData } from 'hls.js';
import {
  MEDIA_ERR_DECODE,
  MEDIA_ERR_NETWORK,
  MEDIA_ERR_SRC_NOT_SUPPORTED,
  OlympicPlayerError,
} from '../../base/index.js';
import { noLicenseServer } from '../eme/index.js';
import { httpError, networkError } from '../http-errors.js';
import { keySystemError } from './key-errors.js';

const unsupported: ReadonlySet<string> = new Set([
  ErrorDetails.MANIFEST_INCOMPATIBLE_CODECS_ERROR,
  ErrorDetails.BUFFER_ADD_CODEC_ERROR,
  ErrorDetails.BUFFER_INCOMPATIBLE_CODECS_ERROR,
]);

/** A fatal hls.js error as one of ours. */
export function hlsError(data: ErrorData, url: string): OlympicPlayerError {
  const at = data.url ?? data.frag?.url ?? data.context?.url ?? url;
  if (data.type === ErrorTypes.NETWORK_ERROR) {
    const status = data.response?.code ?? data.networkDetails?.status;
    if (typeof status === 'number' && status >= 400) return httpError('hls', status, at);
    // A source whose descriptor does not say that it is protected: hls.js has been given no key system.
    if (data.frag?.decryptdata?.isCommonEncryption === true && status === undefined)
      return noLicenseServer(url, 'the descriptor does not say that it is');
    if (/parsing/i.test(data.details))
      return new OlympicPlayerError({
        reason: 'hls/playlist-malformed',
        code: MEDIA_ERR_SRC_NOT_SUPPORTED,
        message: `hls: the playlist cannot be read (${data.error.message}).`,
        hint: 'Check that the URL answers an HLS playlist (it begins with #EXTM3U), not a web page.',
        source: at,
        cause: data.error,
      });
    if (/timeout/i.test(data.details))
      return new OlympicPlayerError({
        reason: 'hls/timeout',
        code: MEDIA_ERR_NETWORK,
        message: `hls: the server took too long to answer (${data.details}).`,
        hint: 'The stream may have stopped at its source, or the network be too slow; another source is tried.',
        source: at,
        cause: data.error,
      });
    return networkError('hls', at, data.error);
  }
  if (data.type === ErrorTypes.KEY_SYSTEM_ERROR) return keySystemError(data, at);
  if (unsupported.has(data.details))
    return new OlympicPlayerError({
      reason: 'hls/codec-not-supported',
      code: MEDIA_ERR_SRC_NOT_SUPPORTED,
      message: `hls: this browser plays none of the renditions (${data.details}).`,
      hint: 'Publish H.264 with AAC beside other codecs.',
      source: at,
      cause: data.error,
    });
  return new OlympicPlayerError({
    reason: data.type === ErrorTypes.MEDIA_ERROR ? 'hls/media' : 'hls/engine',
    code: data.type === ErrorTypes.MEDIA_ERROR ? MEDIA_ERR_DECODE : MEDIA_ERR_NETWORK,
    message: `hls: the engine gave up (${data.details}: ${data.error.message}).`,
    hint: 'The stream may be corrupt; another source or rendition may play.',
    source: at,
    cause: data.error,
  });
}
