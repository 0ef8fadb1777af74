/** Media playlists, with parts and without (draft-pantos-hls-rfc8216bis, 4.4.3 to 4.4.5). Pure. */
import { dvrWindowMs } from '../clock.js';
import type { TextRendition } from '../captions/index.js';
import type { Rendition } from '../media/rendition.js';
import { keyTag } from '../protected/signalling.js';
import {
  lastPart,
  lastSegment,
  longestPart,
  partsDuration,
  partsPerSegment,
  partStartMs,
  segmentMs,
} from '../media/timeline.js';

type Listed = Rendition | TextRendition;

export interface PlaylistInput {
  readonly rendition: Listed;
  /** The renditions a client may switch to, for their reports; low latency only. */
  readonly siblings: readonly Listed[];
  /** Folder of the rendition's media, relative to the playlist, ending in a slash. */
  readonly mediaFolder: string;
  /** Event time of media time 0, ms. */
  readonly startMs: number;
  /** Media time of the live edge, ms. */
  readonly edgeMs: number;
  /** Added to every PROGRAM-DATE-TIME, ms. */
  readonly clockOffsetMs: number;
  readonly lowLatency: boolean;
  /** Delta update: leave out what the client has. */
  readonly skip: boolean;
}

const windowSegments = dvrWindowMs / segmentMs;
const targetDuration = segmentMs / 1000;
/** Parts are listed while they are within three target durations of the end (4.4.4.9). */
const segmentsWithParts = 3;
/** At least six target durations (4.4.3.8). */
const skipSegments = 12;
const holdBack = 3 * targetDuration;
/** Three of the longest parts of any rendition (4.4.3.8): audio parts last up to 10 AAC frames, 213.3 ms. */
const partHoldBack = 0.65;

export function mediaPlaylist(input: PlaylistInput): string {
  const { rendition, edgeMs, lowLatency } = input;
  const newest = lastPart(rendition, edgeMs);
  const last = lastSegment(newest);
  const first = Math.max(0, last + 1 - windowSegments);
  const skipped = lowLatency && input.skip ? Math.max(0, last + 1 - skipSegments - first) : 0;
  const segments = Array.from({ length: last + 1 - first - skipped }, (_, i) => first + skipped + i);
  return [
    '#EXTM3U',
    `#EXT-X-VERSION:${lowLatency ? 9 : 7}`,
    `#EXT-X-TARGETDURATION:${targetDuration}`,
    ...(lowLatency ? serverControl(rendition) : []),
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-MEDIA-SEQUENCE:${first}`,
    // Also in a delta update: what it lists is encrypted.
    ...(rendition.kind === 'text' ? [] : keyTag('EXT-X-KEY', rendition)),
    // A delta update leaves out the tags of the skipped segments too, so the client keeps the map it has (6.2.5.1).
    ...(skipped > 0 ? [`#EXT-X-SKIP:SKIPPED-SEGMENTS=${skipped}`] : map(input)),
    ...segments.flatMap((segment) => [
      programDateTime(input, segment),
      ...(lowLatency && segment > last - segmentsWithParts ? parts(input, segment, partsPerSegment) : []),
      `#EXTINF:${seconds(partsDuration(rendition, segment * partsPerSegment, partsPerSegment))},`,
      `${input.mediaFolder}${segment}.${extension(rendition)}`,
    ]),
    ...(lowLatency ? unfinished(input, newest) : []),
    '',
  ].join('\n');
}

/** Text needs no initialisation. */
function map({ rendition, mediaFolder }: PlaylistInput): string[] {
  return rendition.kind === 'text' ? [] : [`#EXT-X-MAP:URI="${mediaFolder}init.mp4"`];
}

function extension({ kind }: Listed): string {
  return kind === 'text' ? 'vtt' : 'm4s';
}

function serverControl(rendition: Listed): string[] {
  const control = [
    'CAN-BLOCK-RELOAD=YES',
    `CAN-SKIP-UNTIL=${seconds(skipSegments * targetDuration)}`,
    `HOLD-BACK=${seconds(holdBack)}`,
    `PART-HOLD-BACK=${seconds(partHoldBack)}`,
  ];
  return [
    `#EXT-X-SERVER-CONTROL:${control.join(',')}`,
    `#EXT-X-PART-INF:PART-TARGET=${seconds(longestPart(rendition))}`,
  ];
}

/** The segment being made: its parts so far, the one to come, and how far the other renditions are. */
function unfinished(input: PlaylistInput, newest: number): string[] {
  const { siblings, edgeMs } = input;
  const segment = lastSegment(newest) + 1;
  const made = newest + 1 - segment * partsPerSegment;
  return [
    ...(made > 0 ? [programDateTime(input, segment), ...parts(input, segment, made)] : []),
    `#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${partUri(input, segment, made)}"`,
    ...siblings.map((sibling) => {
      const part = lastPart(sibling, edgeMs);
      const msn = Math.floor(part / partsPerSegment);
      return `#EXT-X-RENDITION-REPORT:URI="${sibling.id}.m3u8",LAST-MSN=${msn},LAST-PART=${part % partsPerSegment}`;
    }),
  ];
}

function parts(input: PlaylistInput, segment: number, count: number): string[] {
  const { rendition } = input;
  return Array.from({ length: count }, (_, i) => {
    const duration = seconds(partsDuration(rendition, segment * partsPerSegment + i, 1));
    // Pictures have their key frame at the start of the segment; every sound frame stands alone, and so do cues.
    const independent = i === 0 || rendition.kind !== 'video' ? ',INDEPENDENT=YES' : '';
    return `#EXT-X-PART:DURATION=${duration},URI="${partUri(input, segment, i)}"${independent}`;
  });
}

function partUri({ mediaFolder, rendition }: PlaylistInput, segment: number, part: number): string {
  return `${mediaFolder}${segment}.${part}.${extension(rendition)}`;
}

/** When the segment's first sample was captured, to the nearest millisecond. */
function programDateTime({ rendition, startMs, clockOffsetMs }: PlaylistInput, segment: number): string {
  const eventTime = startMs + clockOffsetMs + partStartMs(rendition, segment * partsPerSegment);
  return `#EXT-X-PROGRAM-DATE-TIME:${new Date(Math.round(eventTime)).toISOString()}`;
}

/** Decimal seconds, exact to the microsecond. */
function seconds(value: number): string {
  return String(Number(value.toFixed(6)));
}
