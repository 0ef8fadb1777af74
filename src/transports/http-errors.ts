import {
  MEDIA_ERR_NETWORK,
  MEDIA_ERR_SRC_NOT_SUPPORTED,
  OlympicPlayerError,
  withoutQuery,
} from '../base/index.js';
import type { MediaErrorCode } from '../base/index.js';

interface StatusMeaning {
  what: string;
  code: MediaErrorCode;
  message: string;
  hint: string;
}

function meaningOf(status: number): StatusMeaning {
  switch (status) {
    case 401:
    case 403:
      return {
        what: 'unauthorized',
        code: MEDIA_ERR_NETWORK,
        message: 'the server refused the credentials',
        hint: 'Set player.getToken to a function that returns a current token for this event.',
      };
    case 404:
    case 410:
      return {
        what: 'not-found',
        code: MEDIA_ERR_SRC_NOT_SUPPORTED,
        message: 'nothing is published at this address',
        hint: 'Check the URL in the descriptor, and that the publisher is running.',
      };
    case 406:
    case 415:
      return {
        what: 'not-acceptable',
        code: MEDIA_ERR_SRC_NOT_SUPPORTED,
        message: 'the server has no format this browser takes',
        hint: 'Publish H.264 and Opus, or let another source take over.',
      };
    case 409:
      return {
        what: 'not-publishing',
        code: MEDIA_ERR_NETWORK,
        message: 'the address exists but nobody is publishing yet',
        hint: 'The player tries again by itself; start the publisher.',
      };
    case 451:
      return {
        what: 'unavailable-for-legal-reasons',
        code: MEDIA_ERR_NETWORK,
        message: 'the rights do not allow playback here or now',
        hint: 'Check the territory and the rights window of the event.',
      };
    case 429:
    case 503:
      return {
        what: 'unavailable',
        code: MEDIA_ERR_NETWORK,
        message: 'the server is overloaded or down for a while',
        hint: 'The player comes back after Retry-After, or moves to another source.',
      };
    default:
      return {
        what: status >= 500 ? 'server-error' : 'refused',
        code: MEDIA_ERR_NETWORK,
        message: status >= 500 ? 'the server failed' : 'the server refused the request',
        hint: 'Look at the response in the network panel; its body may explain (RFC 9457).',
      };
  }
}

/** Retry-After (RFC 9110, 10.2.3) in milliseconds; undefined when absent or nonsense. */
export function retryAfterMs(value: string | null | undefined, nowMs: number): number | undefined {
  if (value === null || value === undefined || value.trim() === '') return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return seconds < 0 ? undefined : seconds * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

/** An HTTP status as a named error; `room` is the transport's prefix (`whep`, `hls`, `dash`, `event`). */
export function httpError(
  room: string,
  status: number,
  url: string,
  retryAfter?: number,
): OlympicPlayerError {
  const meaning = meaningOf(status);
  return new OlympicPlayerError({
    reason: `${room}/${meaning.what}`,
    code: meaning.code,
    message: `${room}: ${meaning.message} (HTTP ${status}, ${withoutQuery(url)}).`,
    hint: meaning.hint,
    source: url,
    ...(retryAfter === undefined ? {} : { retryAfterMs: retryAfter }),
  });
}

/** The request never got an answer: refused connection, DNS, CORS, offline. */
export function networkError(room: string, url: string, cause: unknown): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: `${room}/network`,
    code: MEDIA_ERR_NETWORK,
    message: `${room}: no answer from ${withoutQuery(url)} (refused, unreachable, or forbidden by CORS).`,
    hint: 'Check that the server runs, that the page may reach it (CORS, mixed content), and the network.',
    source: url,
    cause,
  });
}
