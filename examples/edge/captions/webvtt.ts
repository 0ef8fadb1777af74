/** WebVTT segments (W3C WebVTT; draft-pantos-hls-rfc8216bis, 3.1.4). Pure. */
import { captionText, type CaptionLanguage } from './script.js';

const cueMs = 1000;
/** Segments count their cues from here, so that a player which ignores X-TIMESTAMP-MAP shows them an hour late. */
const localMs = 3_600_000;
/** MPEGTS has 33 bits (ISO/IEC 13818-1). */
const clockTurn = 2 ** 33;

export interface TextSpan {
  readonly language: CaptionLanguage;
  /** Media time, ms. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly loopMs: number;
}

/** Every cue that is on in the span, whole: one that goes on is in the next segment too. */
export function webVtt({ language, fromMs, toMs, loopMs }: TextSpan): string {
  const first = Math.floor(fromMs / cueMs);
  const count = Math.ceil(toMs / cueMs) - first;
  // Both clocks at the start of the segment.
  const mpegTs = (fromMs * 90) % clockTurn;
  const cues = Array.from({ length: count }, (_, index) => {
    const startMs = (first + index) * cueMs;
    const place = localMs + startMs - fromMs;
    const text = captionText(language, (startMs % loopMs) / cueMs);
    return [`${timestamp(place)} --> ${timestamp(place + cueMs)}`, text, ''].join('\n');
  });
  return ['WEBVTT', `X-TIMESTAMP-MAP=MPEGTS:${mpegTs},LOCAL:${timestamp(localMs)}`, '', ...cues].join('\n');
}

/** hh:mm:ss.mmm */
function timestamp(milliseconds: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const seconds = milliseconds / 1000;
  const thousandths = String(Math.round(milliseconds % 1000)).padStart(3, '0');
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}.${thousandths}`;
}
