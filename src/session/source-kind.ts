import {
  MEDIA_ERR_SRC_NOT_SUPPORTED,
  OlympicPlayerError,
  isAbortError,
  withoutQuery,
} from '../base/index.js';
import { httpError, networkError } from '../transports/index.js';
import type { SourceType } from '../transports/index.js';

/** What `src` points at. */
export type Kind = 'event' | SourceType;

/** A request that has already passed the seam. */
export type Get = (url: string, init?: { method?: string }) => Promise<Response>;

const byExtension: Readonly<Record<string, Kind>> = { json: 'event', m3u8: 'hls', mpd: 'dash' };

const byContentType: readonly (readonly [RegExp, Kind])[] = [
  [/^application\/sdp\b/i, 'whep'],
  [/^(application\/(vnd\.apple\.mpegurl|x-mpegurl)|audio\/(x-)?mpegurl)\b/i, 'hls'],
  [/^application\/dash\+xml\b/i, 'dash'],
  [/^application\/([\w.-]+\+)?json\b/i, 'event'],
];

/**
 * The kind of a bare URL: by extension, else by content type (a HEAD that answers application/sdp is the WHEP draft's own
 * probe). A playlist with parts is low-latency HLS.
 */
export async function kindOf(url: string, get: Get): Promise<Kind> {
  const extension = /\.(\w+)$/.exec(new URL(url).pathname)?.[1]?.toLowerCase() ?? '';
  const kind = byExtension[extension] ?? (await kindByContentType(url, get));
  return kind === 'hls' && (await hasParts(url, get)) ? 'll-hls' : kind;
}

async function kindByContentType(url: string, get: Get): Promise<Kind> {
  const response = await answered(url, get, { method: 'HEAD' });
  // Some WHEP servers take nothing but POST: 405 is then as good a hint as a probe gives.
  if (response.status === 405) return 'whep';
  if (!response.ok) throw httpError('session', response.status, url);
  const type = response.headers.get('content-type') ?? '';
  const found = byContentType.find(([pattern]) => pattern.test(type));
  if (found !== undefined) return found[1];
  throw new OlympicPlayerError({
    reason: 'session/unknown-type',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `session: cannot tell what ${withoutQuery(url)} is (content type "${type || 'none'}").`,
    hint: 'Set the type attribute: event, whep, moq, ll-hls, hls or dash.',
    source: url,
  });
}

/** Looks into the playlist, and into its first variant when it is a multivariant one, for EXT-X-PART-INF. */
async function hasParts(url: string, get: Get): Promise<boolean> {
  const first = await playlist(url, get);
  if (first.text.includes('#EXT-X-PART-INF')) return true;
  const variant = firstVariant(first.text);
  if (variant === undefined) return false;
  return (await playlist(new URL(variant, first.url).href, get)).text.includes('#EXT-X-PART-INF');
}

/** The first rendition a multivariant playlist lists, as written there. */
export function firstVariant(playlistText: string): string | undefined {
  return /^#EXT-X-STREAM-INF:[^\n]*\r?\n(?:[ \t\r]*(?:#[^\n]*)?\n)*([^#\s][^\r\n]*)/m.exec(playlistText)?.[1];
}

async function playlist(url: string, get: Get): Promise<{ text: string; url: string }> {
  const response = await answered(url, get);
  if (!response.ok) throw httpError('hls', response.status, url);
  return { text: await response.text(), url: response.url || url };
}

async function answered(url: string, get: Get, init?: { method?: string }): Promise<Response> {
  try {
    return await get(url, init);
  } catch (error) {
    throw isAbortError(error) ? error : networkError('session', url, error);
  }
}
