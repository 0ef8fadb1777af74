import type { Session, SessionStats } from '../../session/index.js';
import { exactTimeOfDay, transportNames, unit } from '../strings/format.js';
import type { InspectorStrings } from '../strings/inspector-en.js';
import { fill } from '../strings/words.js';

/** A name and its value, ready to show. */
export type Fact = readonly [name: string, value: string];

export interface Language {
  readonly lang: string;
  readonly text: InspectorStrings;
}

export const ms = (value: number | null | undefined, { lang, text }: Language): string =>
  value === null || value === undefined || !Number.isFinite(value)
    ? text.unknown
    : unit(value, 'millisecond', lang, Math.abs(value) < 10 && !Number.isInteger(value) ? 1 : 0);

/** What is on screen now and how well its time is known. */
export function timeFacts(
  session: Session,
  stats: SessionStats | undefined,
  language: Language,
): readonly Fact[] {
  const { text, lang } = language;
  const { eventTime, latency, clock } = session;
  const at = eventTime.peek();
  const grades: Readonly<Record<string, string>> = {
    capture: text.gradeCapture,
    server: text.gradeServer,
    estimated: text.gradeEstimated,
  };
  const grade = grades[stats?.eventTimeGrade ?? ''];
  const target = stats?.targetLatencyMs ?? null;
  const reached = ms(latency.peek(), language);
  const sign = clock.offsetMs < 0 ? '−' : '+';
  return [
    [text.state, session.state.peek()],
    [text.eventTime, at === undefined ? text.unknown : exactTimeOfDay(at, lang)],
    [text.accuracy, `±${ms(stats?.eventTimeErrorMs, language)}${grade === undefined ? '' : `, ${grade}`}`],
    [
      text.latency,
      target === null ? reached : `${reached}, ${fill(text.target, { value: ms(target, language) })}`,
    ],
    [
      text.clock,
      Number.isFinite(clock.errorMs)
        ? `${sign}${ms(Math.abs(Math.round(clock.offsetMs)), language)} ±${ms(clock.errorMs, language)}`
        : text.unknown,
    ],
  ];
}

/** The counters of the load. */
export function countFacts(stats: SessionStats, language: Language): readonly Fact[] {
  const { text, lang } = language;
  const count = (value: number) => new Intl.NumberFormat(lang).format(value);
  return [
    [
      text.transport,
      stats.transport === null ? text.unknown : (transportNames[stats.transport] ?? stats.transport),
    ],
    [text.decoder, stats.decoder ?? text.unknown],
    [text.rendition, stats.rendition ?? text.unknown],
    [text.firstFrame, ms(stats.firstFrameMs, language)],
    [text.frames, count(stats.framesRendered)],
    [text.decoded, count(stats.framesDecoded)],
    [text.dropped, count(stats.framesDropped)],
    [text.stalls, `${count(stats.stalls)} (${ms(stats.stallMs, language)})`],
    [text.failovers, count(stats.failovers)],
    [text.received, unit(stats.bytes / 1e6, 'megabyte', lang, 1)],
    [
      text.stages,
      Object.entries(stats.stages)
        .map(([name, at]) => `${name} ${ms(Math.round(at), language)}`)
        .join(', ') || text.unknown,
    ],
  ];
}
