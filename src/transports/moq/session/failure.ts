import { OlympicPlayerError, isAbortError } from '../../../base/index.js';
import { closedByServer, notFound, unauthorized } from '../errors.js';

/**
 * What broke a request or a session, as one of our errors. The transport library reports refusals as text (`SUBSCRIBE error:
 * code=… reason=…`) and resets as numbers that each implementation chooses; both are read here and nowhere else.
 */
export function moqFailure(error: unknown, what: string, source: string): OlympicPlayerError | DOMException {
  if (error instanceof OlympicPlayerError) return error;
  if (error instanceof DOMException && isAbortError(error)) return error;
  const said = sayings(error);
  const circumstances = { source, cause: error };
  if (isUnauthorized(said)) return unauthorized(circumstances);
  if (isNotFound(said)) return notFound(what, circumstances);
  return closedByServer(said.text === '' ? 'no reason was given' : said.text, circumstances);
}

interface Sayings {
  readonly text: string;
  /** The code of a reset stream, or of a refused request. */
  readonly code: number | undefined;
}

function sayings(error: unknown): Sayings {
  if (!(error instanceof Error)) return { text: String(error), code: undefined };
  const written = /code=(\d+)/.exec(error.message)?.[1];
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    text: error.message.slice(0, 200),
    code: typeof code === 'number' ? code : written === undefined ? undefined : Number(written),
  };
}

/** MOQT: 0x1 UNAUTHORIZED of a request; HTTP's numbers are what servers in the field send. */
function isUnauthorized({ text, code }: Sayings): boolean {
  return (
    /unauthori[sz]ed|forbidden|permission|expired[ _]auth|bad token/i.test(text) ||
    code === 401 ||
    code === 403 ||
    (code === 1 && /SUBSCRIBE error/.test(text))
  );
}

/** MOQT: TRACK_DOES_NOT_EXIST was 0x4, is 0x10; moq-lite's reference implementation resets with 13. */
function isNotFound({ text, code }: Sayings): boolean {
  return (
    /not[ _-]?found|does[ _]not[ _]exist|unknown (?:track|broadcast)|no such/i.test(text) ||
    code === 404 ||
    code === 13 ||
    ((code === 4 || code === 16) && /SUBSCRIBE error/.test(text))
  );
}

/** What a closed session said when it went (MOQT 13.1: 0x2 is UNAUTHORIZED). */
export function sessionEnd(info: WebTransportCloseInfo | undefined, source: string): OlympicPlayerError {
  const text = info?.reason ?? '';
  if (/unauthori[sz]ed|forbidden/i.test(text) || info?.closeCode === 2 || info?.closeCode === 401)
    return unauthorized({ source });
  if (/not[ _]found/i.test(text) || info?.closeCode === 404) return notFound('such address', { source });
  return closedByServer(text === '' ? `code ${info?.closeCode ?? 0}` : text.slice(0, 200), { source });
}
