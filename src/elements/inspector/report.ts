import type { Session, SessionStats } from '../../session/index.js';
import { historyOf } from './history.js';

/**
 * Everything the inspector knows, for a bug report. URLs are without their query, where tokens live; nothing of the page
 * but the browser's name is in it.
 */
export function reportOf(session: Session, stats: SessionStats | undefined): string {
  const error = session.error.peek();
  const { failovers, angleChanges } = historyOf(session);
  return JSON.stringify(
    {
      at: new Date(session.clock.now()).toISOString(),
      state: session.state.peek(),
      mode: session.mode.peek(),
      angle: session.angle.peek() ?? null,
      eventTime: session.eventTime.peek() ?? null,
      latencyMs: session.latency.peek() ?? null,
      error:
        error === undefined ? null : { reason: error.reason, message: error.message, source: error.source },
      negotiation: session.negotiation.peek(),
      stats: stats ?? null,
      failovers,
      angleChanges,
      browser: navigator.userAgent,
    },
    null,
    2,
  );
}
