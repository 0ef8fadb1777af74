/** Answers requests for init segments, segments and parts, which every HTTP transport names alike. */
import { textRendition, webVtt, type TextRendition } from '../captions/index.js';
import type { StreamReply } from '../faults/gate.js';
import { Problem } from '../http/problem.js';
import type { LiveEdge } from '../media/live-edge.js';
import type { Packager } from '../media/packager.js';
import type { AngleRenditions, Rendition } from '../media/rendition.js';
import { lastPart, partsPerSegment, partStartMs, segmentMs } from '../media/timeline.js';
import { dvrWindowMs } from '../clock.js';

/** A request this little ahead of its segment waits for it: clocks differ, and audio segments end up to a frame late. */
const earlyMs = segmentMs / 2;
/** How long a part that a playlist has hinted at may be waited for: three target durations. */
const hintWaitMs = 3 * segmentMs;
/** Media stays available for a second window after it has left the first (draft-pantos-hls-rfc8216bis, 6.2.2). */
const keptSegments = (2 * dvrWindowMs) / segmentMs;

const contentTypes = { video: 'video/mp4', audio: 'audio/mp4' } as const;

export interface MediaRequest {
  readonly rendition: Rendition;
  readonly file: { readonly kind: 'init' } | { readonly kind: 'segment' | 'part'; readonly part: number };
}

/**
 * Media lies in a folder named after the second at which its media time began: after a restart of the edge the same
 * numbers mean other times, and no cache may confuse the two.
 */
export function mediaFolder(rendition: Rendition | TextRendition, startMs: number): string {
  return `${rendition.id}/${startMs / 1000}/`;
}

/** `<rendition>/<start>/init.mp4`, `…/<segment>.m4s` or `…/<segment>.<part>.m4s`; undefined for anything else. */
export function parseMedia(
  resource: string,
  renditions: AngleRenditions,
  startMs: number,
): MediaRequest | undefined {
  const match = /^(high|low|aac|opus)\/(\d+)\/(?:(init)\.mp4|(\d{1,12})(?:\.([0-4]))?\.m4s)$/.exec(resource);
  if (!match) return undefined;
  const [, id, start, init, segment, part] = match;
  const rendition = Object.values<Rendition>({ ...renditions }).find((candidate) => candidate.id === id);
  if (!rendition || Number(start) * 1000 !== startMs) return undefined;
  if (init) return { rendition, file: { kind: 'init' } };
  const first = Number(segment) * partsPerSegment;
  return part === undefined
    ? { rendition, file: { kind: 'segment', part: first } }
    : { rendition, file: { kind: 'part', part: first + Number(part) } };
}

/** @throws Problem 404 when it is not there yet, or no more */
export async function mediaReply(
  { rendition, file }: MediaRequest,
  edge: LiveEdge,
  packager: Packager,
  signal: AbortSignal,
): Promise<StreamReply> {
  const headers = (cacheable: boolean) => ({
    'content-type': contentTypes[rendition.kind],
    'cache-control': cacheable ? 'public, max-age=120, immutable' : 'no-store',
  });
  if (file.kind === 'init') return { kind: 'init', headers: headers(true), body: rendition.init };

  await awaitMedia(rendition, file, edge, signal);
  const distortion = edge.distortion();
  const plain = distortion.clockOffsetMs === 0 && distortion.frozenAt === undefined;
  return {
    kind: 'media',
    headers: headers(plain),
    body:
      file.kind === 'part'
        ? packager.part(rendition, file.part, distortion)
        : packager.segment(rendition, file.part / partsPerSegment, distortion),
  };
}

/** Resolves when it is there. @throws Problem 404 when it will not be within the wait, or no more */
async function awaitMedia(
  rendition: Rendition | TextRendition,
  file: { readonly kind: 'segment' | 'part'; readonly part: number },
  edge: LiveEdge,
  signal: AbortSignal,
): Promise<void> {
  const end = file.part + (file.kind === 'part' ? 1 : partsPerSegment);
  const newest = lastPart(rendition, edge.mediaMs());
  if (file.part < newest - keptSegments * partsPerSegment) throw new Problem(404, 'That is no longer kept.');
  const hinted = file.kind === 'part' && file.part === newest + 1;
  const waitMs = hinted ? hintWaitMs : earlyMs;
  const endMs = partStartMs(rendition, end);
  if (endMs > edge.mediaMs() + waitMs || !(await edge.reaches(endMs, waitMs, signal)))
    throw new Problem(404, 'That is not there yet.');
}

/** Subtitles: `<language>/<start>/<segment>.vtt` or `….<part>.vtt`; undefined for anything else. */
export async function textReply(
  resource: string,
  startMs: number,
  loopMs: number,
  edge: LiveEdge,
  signal: AbortSignal,
): Promise<StreamReply | undefined> {
  const match = /^([a-z]{2})\/(\d+)\/(\d{1,12})(?:\.([0-4]))?\.vtt$/.exec(resource);
  const [, id = '', start, segment, inSegment] = match ?? [];
  const rendition = textRendition(id);
  if (!rendition || Number(start) * 1000 !== startMs) return undefined;
  const part = Number(segment) * partsPerSegment + Number(inSegment ?? 0);
  const kind = inSegment === undefined ? 'segment' : 'part';
  await awaitMedia(rendition, { kind, part }, edge, signal);
  const fromMs = partStartMs(rendition, part);
  const toMs = partStartMs(rendition, part + (kind === 'part' ? 1 : partsPerSegment));
  return {
    kind: 'media',
    headers: { 'content-type': 'text/vtt; charset=utf-8', 'cache-control': 'public, max-age=120, immutable' },
    body: Buffer.from(webVtt({ language: rendition.id, fromMs, toMs, loopMs })),
  };
}
