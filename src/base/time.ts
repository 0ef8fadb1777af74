/**
 * Event time: wall-clock time of capture, milliseconds since the Unix epoch, float64. The only time that crosses room
 * borders. Two frames are the same when they differ by less than half a frame; never compare with `===`.
 */
export type EventTime = number & { readonly __eventTime: unique symbol };

/** A plain number of milliseconds since the epoch, taken as event time. */
export const eventTime = (milliseconds: number): EventTime => milliseconds as EventTime;

export const addMs = (time: EventTime, milliseconds: number): EventTime => eventTime(time + milliseconds);

/** From inclusive, to exclusive. */
export interface EventRange {
  readonly from: EventTime;
  readonly to: EventTime;
}

/**
 * Where a mapping to event time comes from, best first: stamped at capture (abs-capture-time, LOC, SEI), stamped by the
 * server (prft, PROGRAM-DATE-TIME, UTCTiming), or estimated by the player.
 */
export type TimeGrade = 'capture' | 'server' | 'estimated';

/** Seconds between the NTP epoch (1900) and the Unix epoch (1970), RFC 5905. */
export const ntpEpochOffsetSeconds = 2_208_988_800;

/**
 * An NTP timestamp of 32 bits of seconds and 32 of fraction, in ms since the Unix epoch. The seconds wrap in 2036 (RFC 5905,
 * 6): what would be before 1968 is meant in the second era.
 */
export function ntpToEpochMs(seconds: number, fraction: number): number {
  const era = seconds < 2 ** 31 ? 2 ** 32 : 0;
  return (seconds - ntpEpochOffsetSeconds + era + fraction / 2 ** 32) * 1000;
}
