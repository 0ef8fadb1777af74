import { eventTime } from '../../base/index.js';
import type { EventTime } from '../../base/index.js';

/** A stretch of the media timeline on which event time goes evenly. */
export interface EventPiece {
  /** Seconds of media time, from inclusive, to exclusive. */
  readonly start: number;
  readonly end: number;
  /** Event time minus media time, milliseconds. */
  readonly offsetMs: number;
}

/**
 * PROGRAM-DATE-TIME is written in whole milliseconds and durations in rounded decimals: dates that differ by less go on
 * with the offset that holds, so that pictures stay evenly apart.
 */
const dateJitterMs = 2;
/** Stretches this close belong together, seconds: a segment that was not fetched lies between. */
const joinGap = 10;

/** Event time at a place of the media timeline, seconds; outside all pieces by the one before, else by the first. */
export function eventTimeIn(pieces: readonly EventPiece[], seconds: number): EventTime | undefined {
  const piece = pieces.findLast(({ start }) => start <= seconds) ?? pieces[0];
  return piece === undefined ? undefined : eventTime(seconds * 1000 + piece.offsetMs);
}

/** The newest place on the media timeline with an event time, seconds; in no piece, by the last that begins before it. */
export function mediaTimeIn(pieces: readonly EventPiece[], time: EventTime): number | undefined {
  const place = ({ offsetMs }: EventPiece) => (time - offsetMs) / 1000;
  const within = pieces.findLast((piece) => place(piece) >= piece.start && place(piece) < piece.end);
  const piece = within ?? pieces.findLast((one) => place(one) >= one.start) ?? pieces[0];
  return piece === undefined ? undefined : place(piece);
}

/**
 * Media time to event time, from two witnesses: the frames that were appended, whose first is what the segment's date
 * speaks of, and before that the playlist's own idea of where its segments lie.
 */
export class EventMap {
  #stamped: readonly EventPiece[] = [];
  #listed: readonly EventPiece[] = [];
  #pieces: readonly EventPiece[] = [];

  /** Sorted, without overlaps; a new array when something changed. */
  get pieces(): readonly EventPiece[] {
    return this.#pieces;
  }

  /** Frames from `start` to `end` are there, and the first has this event time. Answers what it is to be stamped with. */
  stamp(start: number, end: number, time: EventTime): EventTime {
    const offsetMs = time - start * 1000;
    const near = this.#stamped.find(
      (piece) =>
        Math.abs(piece.offsetMs - offsetMs) <= dateJitterMs &&
        start <= piece.end + joinGap &&
        end >= piece.start - joinGap,
    );
    const kept = near?.offsetMs ?? offsetMs;
    this.#stamped = joined([...without(this.#stamped, start, end), { start, end, offsetMs: kept }]);
    this.#combine();
    return eventTime(start * 1000 + kept);
  }

  /** What the playlist lists now, in its order. */
  list(pieces: readonly EventPiece[]): void {
    this.#listed = joined(pieces);
    const first = pieces[0];
    // What left the window long ago is asked for by nobody.
    if (first !== undefined)
      this.#stamped = this.#stamped.filter(({ end }) => end > first.start - keptSeconds);
    this.#combine();
  }

  at(seconds: number): EventTime | undefined {
    return eventTimeIn(this.#pieces, seconds);
  }

  mediaTimeOf(time: EventTime): number | undefined {
    return mediaTimeIn(this.#pieces, time);
  }

  #combine(): void {
    const uncovered = this.#stamped.reduce<readonly EventPiece[]>(
      (rest, { start, end }) => without(rest, start, end),
      this.#listed,
    );
    this.#pieces = joined([...uncovered, ...this.#stamped]);
  }
}

/** Media time behind the window that can still be in the buffer, seconds. */
const keptSeconds = 120;

function without(pieces: readonly EventPiece[], start: number, end: number): EventPiece[] {
  return pieces.flatMap((piece) => {
    if (piece.end <= start || piece.start >= end) return [piece];
    return [
      { ...piece, end: start },
      { ...piece, start: end },
    ].filter((rest) => rest.end > rest.start);
  });
}

/** In order, neighbours of one offset as one. */
function joined(pieces: readonly EventPiece[]): readonly EventPiece[] {
  const result: EventPiece[] = [];
  for (const piece of [...pieces].sort((a, b) => a.start - b.start)) {
    const before = result.at(-1);
    if (
      before !== undefined &&
      Math.abs(before.offsetMs - piece.offsetMs) <= dateJitterMs &&
      piece.start <= before.end + joinGap
    )
      result[result.length - 1] = { ...before, end: Math.max(before.end, piece.end) };
    else result.push(piece);
  }
  return result;
}
