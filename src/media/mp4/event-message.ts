import { fullBox } from './boxes.js';
import { malformed } from './errors.js';
import { ticksToMs } from './ticks.js';
import type { EventMessage } from './types.js';

/** An emsg of version 0 counts from the beginning of its segment, and waits until that is known. */
export interface WaitingEvent {
  readonly event: Omit<EventMessage, 'timeMs'>;
  readonly afterMs: number;
}

const unknownDuration = 0xffffffff;

export function readEventMessage(emsg: Uint8Array): EventMessage | WaitingEvent {
  const { version, cursor } = fullBox(emsg);
  if (version > 1) throw malformed("an 'emsg' is of an unknown version");
  const strings = (): { scheme: string; value: string } => ({ scheme: cursor.text(), value: cursor.text() });
  const early = version === 0 ? strings() : undefined;
  const timescale = cursor.u32();
  if (timescale === 0) throw malformed('an event counts time in nothing');
  const ticks = version === 0 ? BigInt(cursor.u32()) : cursor.u64();
  const duration = cursor.u32();
  const id = cursor.u32();
  const event = {
    ...(early ?? strings()),
    durationMs: duration === unknownDuration ? undefined : ticksToMs(BigInt(duration), timescale),
    id,
    data: cursor.rest(),
  };
  const timeMs = ticksToMs(ticks, timescale);
  return version === 0 ? { event, afterMs: timeMs } : { ...event, timeMs };
}
