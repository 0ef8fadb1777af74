import { abortError, deadline, isAbortError } from '../base/index.js';
import type { Environment, EventTime } from '../base/index.js';
import { nextFrame } from './screening.js';
import type { Screening } from './screening.js';
import type { ShownFrame } from './types.js';

/** How long the incoming picture may take to reach the event time last shown before it is shown as it is. */
const patienceMs = 1000;
/** A steerable incoming feed is sought this far past the outgoing picture, to be there when it arrives. */
const leadMs = 250;

/** What the viewer missed or saw twice at a hand-over, in event time. */
export interface Seam {
  readonly gapMs: number;
  readonly repeatedMs: number;
  readonly gapFrames: number;
  readonly repeatedFrames: number;
}

/** Compares the first frame shown after the hand-over with the one that should have followed. */
export function seamBetween(
  last: EventTime | undefined,
  first: EventTime | undefined,
  frameMs: number,
): Seam {
  if (last === undefined || first === undefined)
    return { gapMs: 0, repeatedMs: 0, gapFrames: 0, repeatedFrames: 0 };
  const late = first - (last + frameMs);
  // Two frames are the same when they differ by less than half a frame.
  if (Math.abs(late) < frameMs / 2) return { gapMs: 0, repeatedMs: 0, gapFrames: 0, repeatedFrames: 0 };
  return {
    gapMs: Math.max(0, late),
    repeatedMs: Math.max(0, -late),
    gapFrames: Math.max(0, Math.round(late / frameMs)),
    repeatedFrames: Math.max(0, Math.round(-late / frameMs)),
  };
}

export interface HandOver {
  readonly incoming: Screening;
  /** Still playing when the viewer chose to leave it; undefined when it is gone and its last frame is held. */
  readonly outgoing: Screening | undefined;
  readonly last: ShownFrame | undefined;
  readonly environment: Environment;
  readonly abort: AbortSignal;
}

/**
 * Brings the incoming picture to the event time the viewer is at, and resolves at the moment to cut: when it has painted the
 * frame that follows the one on screen, or after a second at most.
 */
export async function align({ incoming, outgoing, last, environment, abort }: HandOver): Promise<void> {
  const limit = deadline(environment, patienceMs, abort, () => abortError('aligned as far as it goes'));
  try {
    await approach(incoming, outgoing, last, limit.signal);
  } catch (error) {
    if (abort.aborted || !isAbortError(error)) throw error;
  } finally {
    limit.clear();
  }
}

async function approach(
  incoming: Screening,
  outgoing: Screening | undefined,
  last: ShownFrame | undefined,
  abort: AbortSignal,
): Promise<void> {
  let sought = false;
  for (;;) {
    const there = incoming.frame.peek();
    const here = outgoing?.frame.peek()?.eventTime ?? last?.eventTime;
    if (there === undefined) {
      await nextFrame(incoming, abort);
      continue;
    }
    if (there.eventTime === undefined || here === undefined) return;
    const ahead = there.eventTime - here;
    if (Math.abs(ahead) <= incoming.frameMs * 1.5) return;
    if (ahead > 0) {
      // The outgoing picture catches up with a held incoming one; nothing catches up with a frame that is frozen for good.
      if (outgoing === undefined || !incoming.steerable) return;
      incoming.media.pause();
      await nextFrame(outgoing, abort);
    } else if (outgoing !== undefined && incoming.steerable && !sought) {
      sought = true;
      const target = incoming.feed.timeline.mediaTimeOf(here);
      if (target !== undefined) incoming.media.currentTime = target + leadMs / 1000;
      await nextFrame(incoming, abort);
    } else {
      await nextFrame(incoming, abort);
    }
  }
}
