/** The URLs of the HTTP transports, and what they stand for. Faults are matched by what stands here. */
import type { Target } from '../faults/gate.js';
import { isScheme, type Scheme } from '../protected/scheme.js';

/** What is asked of one angle on one transport. */
export interface StreamPath extends Target {
  readonly transport: 'll-hls' | 'hls' | 'dash';
  /** Pictures without the strip. */
  readonly clean: boolean;
  /** With captions in the pictures, and subtitles beside them in HLS. */
  readonly captioned: boolean;
  /** Encrypted under this scheme. */
  readonly scheme?: Scheme;
  /** The rest of the path, below the angle (and `ll/`). */
  readonly resource: string;
}

/** The path prefix of streams whose pictures have no strip. */
export const cleanPrefix = '/clean';
const captionedPrefix = 'captioned';

/**
 * `/hls/<angle>/ll.m3u8` and `/hls/<angle>/ll/…` are LL-HLS, the rest of `/hls/<angle>/` is HLS, `/dash/<angle>/` is
 * DASH; all of them again under `/clean`, with captions under `/captioned`, and encrypted under `/cenc` and `/cbcs`.
 * Undefined for any other path.
 */
export function parseStreamPath(pathname: string): StreamPath | undefined {
  const match = /^(?:\/(clean|captioned|cenc|cbcs))?\/(hls|dash)\/([^/]+)\/(.+)$/.exec(pathname);
  if (!match) return undefined;
  const [, prefix, protocol, angle = '', rest = ''] = match;
  const variant = {
    clean: prefix === 'clean',
    captioned: prefix === captionedPrefix,
    ...(isScheme(prefix) && { scheme: prefix }),
  };
  if (protocol === 'dash') return { ...variant, transport: 'dash', angle, resource: rest };
  if (rest === 'll.m3u8') return { ...variant, transport: 'll-hls', angle, resource: rest };
  if (rest.startsWith('ll/'))
    return { ...variant, transport: 'll-hls', angle, resource: rest.slice('ll/'.length) };
  return { ...variant, transport: 'hls', angle, resource: rest };
}

/** Where an angle's multivariant playlist or manifest is, relative to the edge's root. */
export function entryPath(
  transport: 'll-hls' | 'hls' | 'dash',
  angle: string,
  { clean, captioned = false, scheme }: { clean: boolean; captioned?: boolean; scheme?: Scheme | undefined },
): string {
  const entry = {
    'll-hls': `hls/${angle}/ll.m3u8`,
    hls: `hls/${angle}/index.m3u8`,
    dash: `dash/${angle}/manifest.mpd`,
  };
  const prefix = scheme ?? (clean ? cleanPrefix.slice(1) : captioned ? captionedPrefix : undefined);
  return `${prefix ? `${prefix}/` : ''}${entry[transport]}`;
}
