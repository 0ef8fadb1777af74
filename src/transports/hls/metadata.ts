import type { DateRange } from 'hls.js';
import { eventTime } from '../../base/index.js';
import type { TimedEvent } from '../contract.js';

/** EXT-X-DATERANGE (RFC 8216bis, 4.4.5.1) in the house's shape; the same array comes back when nothing changed. */
export function dateRangeEvents(
  ranges: Readonly<Record<string, DateRange | undefined>>,
  known: readonly TimedEvent[],
): readonly TimedEvent[] {
  const events: TimedEvent[] = [];
  for (const range of Object.values(ranges)) {
    if (range === undefined || !range.isValid) continue;
    events.push({
      id: range.id,
      class: range.class,
      eventTime: eventTime(range.startDate.getTime()),
      durationMs: range.duration === null ? undefined : range.duration * 1000,
      data: { ...range.attr },
    });
  }
  const same =
    events.length === known.length && events.every((event, index) => event.id === known[index]?.id);
  return same ? known : events;
}
