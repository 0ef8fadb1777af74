/** Recordings as HLS that is served from memory. */
import type { Cut } from '../../media/adapter/media-parts.js';

export interface VodLevel {
  readonly cut: Cut;
  readonly bandwidth: number;
  readonly codecs: string;
  /** Seconds of each segment. */
  readonly duration: number;
  /** Event time of the first sample, ms. */
  readonly startMs?: number;
  /** Changes a segment's bytes on the way. */
  readonly damage?: (segment: Uint8Array<ArrayBuffer>, index: number) => Uint8Array<ArrayBuffer>;
}

/** The multivariant playlist's URL. */
export function vod(levels: readonly VodLevel[]): string {
  const variants = levels.flatMap((level) => [
    `#EXT-X-STREAM-INF:BANDWIDTH=${level.bandwidth},CODECS="${level.codecs}",RESOLUTION=320x180`,
    playlist(level),
  ]);
  return blob(['#EXTM3U', ...variants, ''].join('\n'), 'application/vnd.apple.mpegurl');
}

function playlist({ cut, duration, startMs, damage = (segment) => segment }: VodLevel): string {
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${Math.ceil(duration)}`,
    '#EXT-X-PLAYLIST-TYPE:VOD',
    `#EXT-X-MAP:URI="${blob(cut.init, 'video/mp4')}"`,
    ...cut.segments.flatMap((segment, index) => [
      ...(startMs === undefined
        ? []
        : [`#EXT-X-PROGRAM-DATE-TIME:${new Date(startMs + index * duration * 1000).toISOString()}`]),
      `#EXTINF:${duration},`,
      blob(damage(segment, index), 'video/mp4'),
    ]),
    '#EXT-X-ENDLIST',
    '',
  ];
  return blob(lines.join('\n'), 'application/vnd.apple.mpegurl');
}

function blob(content: string | Uint8Array<ArrayBuffer>, type: string): string {
  return URL.createObjectURL(new Blob([content], { type }));
}
