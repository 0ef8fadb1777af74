import type { VTTCue, VTTRegion } from 'media-captions';
import type { BoxCue, CueBox, CueRegion } from './cue.js';
import { linesFrom, printable } from './cue-text.js';
import { fingerprint } from './fingerprint.js';
import {
  mostCharacters,
  mostCueCharacters,
  mostCuesInFile,
  mostLines,
  mostNameCharacters,
} from './limits.js';

export interface ParsedWebVtt {
  /** By start, then as in the file. */
  readonly cues: readonly BoxCue[];
  /** The file went beyond a limit, and what was beyond it is missing. */
  readonly truncated: boolean;
}

/**
 * Cues of a WebVTT file or segment, as plain data. Never throws for what the file contains: what cannot be read is left out.
 * @param offsetMs added to all times
 */
export async function parseWebVtt(text: string, offsetMs = 0): Promise<ParsedWebVtt> {
  const { parseText, tokenizeVTTCue } = await import('media-captions');
  const { text: bounded, truncated, hoursOff } = prepared(text);
  const parsed = await parseText(bounded, { type: 'vtt', strict: false, errors: false });
  const shift = offsetMs + hoursOff * msOfHour;
  const cues: BoxCue[] = [];
  for (const cue of parsed.cues.slice(0, mostCuesInFile)) {
    cue.text = cue.text.slice(0, mostCueCharacters);
    const lines = linesFrom(tokenizeVTTCue(cue), shift);
    if (lines.every((line) => line.length === 0)) continue;
    const from = cue.startTime * 1000 + shift;
    const to = cue.endTime * 1000 + shift;
    if (!Number.isFinite(from) || !(to > from)) continue;
    const name = printable(cue.id.slice(0, mostNameCharacters));
    cues.push({
      kind: 'box',
      id: `${from}-${to}-${fingerprint(`${name}\n${cue.text}`)}`,
      from,
      to,
      lines,
      box: boxOf(cue),
    });
  }
  cues.sort((a, b) => a.from - b.from);
  return { cues, truncated: truncated || parsed.cues.length > mostCuesInFile };
}

const msOfHour = 3_600_000;

/** The parser reads two digits of hours; segments of a long live stream have more, and lie close together. */
const mostHours = 99;

/** Within the limits, without a byte order mark, and with hours that the parser can read. */
function prepared(text: string): { text: string; truncated: boolean; hoursOff: number } {
  const read = text
    .slice(0, mostCharacters)
    .replace(/^\ufeff/, '')
    .replaceAll('\0', '\ufffd');
  const all = read.split(/\r\n|\n|\r/);
  const lines = all.slice(0, mostLines);
  const truncated = text.length > mostCharacters || all.length > mostLines;
  const hoursIn = /(?<![\d:])(\d{2,9})(?=:[0-5]\d:[0-5]\d\.\d{3})/g;
  const hours = lines
    .filter((line) => line.includes('-->'))
    .flatMap((line) => Array.from(line.matchAll(hoursIn), ([digits]) => Number(digits)));
  const largest = hours.reduce((most, one) => Math.max(most, one), 0);
  if (largest <= mostHours) return { text: lines.join('\n'), truncated, hoursOff: 0 };
  const hoursOff = hours.reduce((least, one) => Math.min(least, one), Infinity);
  const shifted = lines.map((line) =>
    // Also inside the text: `<123:00:01.000>` is a time on the same line.
    line.replace(hoursIn, (digits) => String(Number(digits) - hoursOff).padStart(2, '0')),
  );
  return { text: shifted.join('\n'), truncated, hoursOff };
}

/** The value where it is one of those listed; the parser lets some others through. */
function oneOf<const T extends string>(value: unknown, listed: readonly T[], otherwise: NoInfer<T>): T {
  return listed.find((one) => one === value) ?? otherwise;
}

const within = (value: unknown, least: number, most: number, otherwise: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : otherwise;

/** Lines beyond this are off the picture. */
const furthestLine = 100;

function boxOf(cue: VTTCue): CueBox {
  const snapToLines = cue.snapToLines !== false;
  const [least, most] = snapToLines ? [-furthestLine, furthestLine] : [0, 100];
  return {
    vertical: oneOf(cue.vertical, ['', 'rl', 'lr'], ''),
    line: cue.line === 'auto' ? 'auto' : within(cue.line, least, most, 0),
    snapToLines,
    lineAlign: oneOf(cue.lineAlign, ['start', 'center', 'end'], 'start'),
    position: cue.position === 'auto' ? 'auto' : within(cue.position, 0, 100, 50),
    positionAlign: oneOf(cue.positionAlign, ['line-left', 'center', 'line-right', 'auto'], 'auto'),
    size: within(cue.size, 0, 100, 100),
    align: oneOf(cue.align, ['start', 'center', 'end', 'left', 'right'], 'center'),
    region: regionOf(cue.region),
  };
}

/** The parser looks regions up by name in a plain object: `region:constructor` gives a function. */
function regionOf(region: VTTRegion | null): CueRegion | undefined {
  if (region === null || typeof region !== 'object' || typeof region.id !== 'string') return undefined;
  return {
    id: printable(region.id.slice(0, mostNameCharacters)),
    width: within(region.width, 0, 100, 100),
    lines: within(region.lines, 1, furthestLine, 3),
    regionAnchor: [within(region.regionAnchorX, 0, 100, 0), within(region.regionAnchorY, 0, 100, 100)],
    viewportAnchor: [within(region.viewportAnchorX, 0, 100, 0), within(region.viewportAnchorY, 0, 100, 100)],
    scroll: region.scroll === 'up',
  };
}
