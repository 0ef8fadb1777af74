import type { Screening } from './screening.js';
import type { StallWatch } from './stall-watch.js';
import type { SessionStats } from './types.js';
import type { MeasuredClock } from './viewer-clock.js';

const finite = (value: number | undefined): number | null =>
  value === undefined || !Number.isFinite(value) ? null : Math.round(value * 10) / 10;

/** Counters of the load, gathered from whoever counts. */
export async function readStats(from: {
  readonly shown: Screening | undefined;
  readonly stall: StallWatch | undefined;
  readonly failovers: number;
  readonly firstFrameMs: number | null;
  readonly clock: MeasuredClock;
}): Promise<SessionStats> {
  const { shown, clock } = from;
  const feed = await shown?.feed.stats();
  const accuracy = shown?.feed.timeline.accuracy.peek();
  return {
    transport: shown?.feed.type ?? null,
    decoder: shown?.feed.decode ?? null,
    rendition: shown?.feed.state.rendition.peek() ?? null,
    framesDecoded: feed?.framesDecoded ?? 0,
    framesRendered: shown?.framesRendered ?? 0,
    framesDropped: feed?.framesDropped ?? 0,
    stalls: from.stall?.counters.stalls ?? 0,
    stallMs: from.stall?.counters.stallMs ?? 0,
    failovers: from.failovers,
    bytes: feed?.bytes ?? 0,
    firstFrameMs: from.firstFrameMs,
    stages: feed?.stages ?? {},
    eventTimeErrorMs: finite(accuracy?.errorMs),
    eventTimeGrade: accuracy?.grade ?? null,
    clockOffsetMs: Math.round(clock.offsetMs * 10) / 10,
    clockErrorMs: finite(clock.errorMs),
    targetLatencyMs: shown?.feed.state.targetLatencyMs.peek() ?? null,
  };
}
