import type { Source } from '../transports/index.js';
import { firstVariant } from './source-kind.js';
import type { Get } from './source-kind.js';

const mostPlaylistBytes = 4 * 1024 * 1024;

async function textOf(url: string, get: Get): Promise<{ text: string; url: string } | undefined> {
  const response = await get(url);
  if (!response.ok || Number(response.headers.get('content-length') ?? 0) > mostPlaylistBytes)
    return undefined;
  return { text: await response.text(), url: response.url || url };
}

/** ISO 8601 durations as MPDs write them, in ms. */
function durationMs(text: string): number | undefined {
  const match = /^PT(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(text);
  if (match === null) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/**
 * How far back a source goes, ms: what its playlist lists (HLS) or its timeShiftBufferDepth (DASH). Lets a viewer scrub back
 * from WebRTC, which has no past, into a source of the same angle that keeps one.
 */
export async function dvrWindowMs(source: Source, get: Get): Promise<number | undefined> {
  const first = await textOf(source.url, get);
  if (first === undefined) return undefined;
  if (source.type === 'dash')
    return durationMs(/\btimeShiftBufferDepth\s*=\s*"([^"]*)"/.exec(first.text)?.[1] ?? '');
  const variant = firstVariant(first.text);
  const media = variant === undefined ? first : await textOf(new URL(variant, first.url).href, get);
  if (media === undefined) return undefined;
  let seconds = 0;
  for (const [, duration] of media.text.matchAll(/^#EXTINF:([\d.]+)/gm)) seconds += Number(duration);
  return seconds * 1000;
}
