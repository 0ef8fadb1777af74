import type { OlympicVideo } from '../olympic-video.js';

/** Where playback stands, in `currentTime` seconds. */
export interface Timing {
  readonly from: number;
  readonly to: number;
  readonly now: number;
  /** False where nothing can be sought. */
  readonly seekable: boolean;
  readonly live: boolean;
  /** Live and at the edge, give or take the target latency. */
  readonly atEdge: boolean;
  readonly latencyMs: number | undefined;
  /** Ms since the epoch; undefined where the stream says no wall-clock time. */
  readonly eventTime: number | undefined;
}

/** One reading of the player, for everything in the skin that shows time. */
export function readTiming(player: OlympicVideo): Timing {
  const { seekable, currentTime, session } = player;
  const { length } = seekable;
  const from = length > 0 ? seekable.start(0) : 0;
  const to = length > 0 ? seekable.end(length - 1) : 0;
  // Before the first picture and after the last there is nothing to be live.
  const live = session.live.peek() && session.screening.peek() !== undefined;
  return {
    from,
    to,
    now: currentTime,
    seekable: to - from > 1,
    live,
    atEdge: live && !session.paused.peek() && session.atLiveEdge.peek(),
    latencyMs: session.latency.peek(),
    eventTime: session.eventTime.peek(),
  };
}
