/** MediaError's codes (HTML Living Standard, 4.8.11.1): what class of thing broke. */
export type MediaErrorCode = 1 | 2 | 3 | 4;

export const MEDIA_ERR_ABORTED = 1;
export const MEDIA_ERR_NETWORK = 2;
export const MEDIA_ERR_DECODE = 3;
export const MEDIA_ERR_SRC_NOT_SUPPORTED = 4;

const docsBase = 'https://olympic-player.dev/errors/';

export interface ErrorDetails {
  /** Stable and public: `room/what-broke`, for example `whep/unauthorized`. */
  reason: string;
  code: MediaErrorCode;
  /** What happened, in one sentence. */
  message: string;
  /** What the reader can do about it. */
  hint?: string;
  /** True when the player cannot go on by itself. The cause is not the verdict: only the session sets this. */
  fatal?: boolean;
  /** The URL it happened at, without its query (tokens live there). */
  source?: string;
  cause?: unknown;
  /** How long the server asked to be left alone (Retry-After), in milliseconds. */
  retryAfterMs?: number;
}

/** Every failure a user can meet. `code` is MediaError's, `reason` a stable string with a page in the docs. */
export class OlympicPlayerError extends Error {
  override readonly name = 'OlympicPlayerError';
  readonly code: MediaErrorCode;
  readonly reason: string;
  readonly fatal: boolean;
  readonly hint: string;
  readonly docsUrl: string;
  readonly source: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.reason = details.reason;
    this.fatal = details.fatal ?? false;
    this.hint = details.hint ?? '';
    this.docsUrl = docsBase + details.reason.replace('/', '-');
    this.source = details.source === undefined ? undefined : withoutQuery(details.source);
    this.retryAfterMs = details.retryAfterMs;
  }

  /** The same failure with the session's verdict that nothing is left to try. */
  asFatal(): OlympicPlayerError {
    return new OlympicPlayerError({
      reason: this.reason,
      code: this.code,
      message: this.message,
      hint: this.hint,
      fatal: true,
      ...(this.source === undefined ? {} : { source: this.source }),
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
      cause: this.cause,
    });
  }
}

/** A URL that may be shown and logged: without query, fragment and credentials. */
export function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1');
}

/** The DOMException every superseded or cancelled call rejects with. */
export function abortError(message: string): DOMException {
  return new DOMException(message, 'AbortError');
}

export function isAbortError(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** Whatever was thrown, as one of ours. */
export function toPlayerError(thrown: unknown, otherwise: Omit<ErrorDetails, 'cause'>): OlympicPlayerError {
  return thrown instanceof OlympicPlayerError
    ? thrown
    : new OlympicPlayerError({ ...otherwise, cause: thrown });
}
