/** The URLs of the HTTP transports, and what they stand for. Faults are matched by what stands here. */
import type { Target } from '../faults/gate.js';

/** What is asked of one angle on one transport. */
export interface StreamPath extends Target {
  readonly transport: 'll-hls' | 'hls' | 'dash';
  /** Pictures without the strip. */
  readonly clean: boolean;
  /** The rest of the path, below the angle (and `ll/`). */
  readonly resource: string;
}

/** The path prefix of streams whose pictures have no strip. */
export const cleanPrefix = '/clean';

/**
 * `/hls/<angle>/ll.m3u8` and `/hls/<angle>/ll/…` are LL-HLS, the rest of `/hls/<angle>/` is HLS, `/dash/<angle>/` is
 * DASH; all of them again under `/clean`. Undefined for any other path.
 */
export function parseStreamPath(pathname: string): StreamPath | undefined {
  const match = /^(\/clean)?\/(hls|dash)\/([^/]+)\/(.+)$/.exec(pathname);
  if (!match) return undefined;
  const [, prefix, protocol, angle = '', rest = ''] = match;
  const clean = prefix !== undefined;
  if (protocol === 'dash') return { transport: 'dash', clean, angle, resource: rest };
  if (rest === 'll.m3u8') return { transport: 'll-hls', clean, angle, resource: rest };
  if (rest.startsWith('ll/'))
    return { transport: 'll-hls', clean, angle, resource: rest.slice('ll/'.length) };
  return { transport: 'hls', clean, angle, resource: rest };
}

/** Where an angle's multivariant playlist or manifest is, relative to the edge's root. */
export function entryPath(
  transport: 'll-hls' | 'hls' | 'dash',
  angle: string,
  { clean }: { clean: boolean },
): string {
  const entry = {
    'll-hls': `hls/${angle}/ll.m3u8`,
    hls: `hls/${angle}/index.m3u8`,
    dash: `dash/${angle}/manifest.mpd`,
  };
  return `${clean ? `${cleanPrefix.slice(1)}/` : ''}${entry[transport]}`;
}
