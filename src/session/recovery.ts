import { OlympicPlayerError, sleep, when } from '../base/index.js';
import type { Environment, EventTime } from '../base/index.js';
import type { Attempts } from './attempts.js';
import type { Board } from './board.js';
import { recoveryOrder } from './ladder.js';
import { isPlayable } from './negotiate.js';
import type { Option } from './negotiate.js';
import type { Screening } from './screening.js';
import type { PageState } from './stage.js';

/** The error is final after so many times round all candidates, and not before this long without a picture, ms. */
const rounds = 5;
const patienceMs = 30_000;
const shortestWaitMs = 250;
/** Trying the same again cannot help with these. */
const pointlessToRepeat =
  /\/(unauthorized|not-found|not-acceptable|unavailable-for-legal-reasons|codec-not-supported)$/;

export interface Recovery {
  readonly broken: Screening;
  readonly failure: OlympicPlayerError;
  readonly mayReconnect: boolean;
  readonly angle: string;
  readonly surface: 0 | 1;
  /** The last event time the viewer saw. */
  readonly resumeAt: EventTime | undefined;
  readonly targetLatencyMs: number | undefined;
  readonly attempts: Attempts;
  readonly board: Board;
  readonly page: PageState;
  readonly environment: Environment;
  readonly options: (angle: string) => readonly Option[];
  readonly fallbackOf: (angle: string) => string | undefined;
  readonly abort: AbortSignal;
}

/**
 * The ladder: reconnect the source, next candidate of the same angle, the angle's fallback, and round again with growing
 * pauses; offline, it waits for the network instead of spending its rounds. Throws the last failure when all is in vain.
 */
export async function recover(recovery: Recovery): Promise<Screening> {
  const { attempts, environment, failure, broken } = recovery;
  const { key } = broken.option;
  const fallback = recovery.fallbackOf(recovery.angle);
  const angles = fallback === undefined ? [recovery.angle] : [recovery.angle, fallback];
  let latest = failure;
  let until = environment.monotonic() + patienceMs;
  for (let round = 0; round < rounds || environment.monotonic() < until; round += 1) {
    const asked = environment.monotonic();
    await when(recovery.page.online, (online) => online, recovery.abort);
    until += environment.monotonic() - asked;
    const reconnect = round === 0 && recovery.mayReconnect && !pointlessToRepeat.test(failure.reason);
    for (const angle of angles) {
      const options = recovery.options(angle);
      recovery.board.extend(options);
      try {
        return await attempts.firstThatPlays({
          able: recoveryOrder(options.filter(isPlayable), key, reconnect),
          all: options,
          startAt: recovery.resumeAt,
          targetLatencyMs: recovery.targetLatencyMs,
          surface: recovery.surface,
          ...(reconnect ? { reconnectKey: key } : {}),
          tryResting: false,
          cause: latest,
          abort: recovery.abort,
        });
      } catch (error) {
        if (recovery.abort.aborted || !(error instanceof OlympicPlayerError)) throw error;
        latest = error;
      }
    }
    const rungs = angles.flatMap((angle) => recovery.options(angle).filter(isPlayable));
    const wait = attempts.ladder.waitMs(rungs, environment.monotonic());
    await sleep(environment, Math.max(shortestWaitMs, wait), recovery.abort);
  }
  throw latest;
}
