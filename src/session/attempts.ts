import { MEDIA_ERR_NETWORK, MEDIA_ERR_SRC_NOT_SUPPORTED, OlympicPlayerError, signal } from '../base/index.js';
import type { EventTime, ReadonlySignal } from '../base/index.js';
import type { Board } from './board.js';
import { connectFailure, connectOption } from './connect.js';
import type { ConnectServices } from './connect.js';
import { Ladder } from './ladder.js';
import type { Option } from './negotiate.js';
import type { Screening } from './screening.js';

/** Failures that speak of the server or the way to it, not of this one angle or this browser's decoder. */
const serverWide = /\/(network|timeout|unavailable|server-error|stalled|connection-lost)$/;
/** Failures that another transport of the same URL will meet too. */
const ofTheAddress =
  /\/(network|unavailable|server-error|unauthorized|not-found|refused|unavailable-for-legal-reasons)$/;

export interface AttemptPlan {
  /** In the order to try them. */
  readonly able: readonly Option[];
  /** All of the angle, refused ones included, for the error when nothing plays. */
  readonly all: readonly Option[];
  readonly startAt: EventTime | undefined;
  readonly targetLatencyMs: number | undefined;
  /** The surface that is not on screen. */
  readonly surface: 0 | 1;
  /** The candidate that just broke and is asked again at once, with a shorter budget. */
  readonly reconnectKey?: string;
  /** A viewer who asks gets every candidate tried, those that rest after a failure last; recovery leaves them resting. */
  readonly tryResting: boolean;
  /** Why the one that was on screen is left, when that is why others are tried. */
  readonly cause?: OlympicPlayerError;
  readonly abort: AbortSignal;
}

/** Goes down a list of candidates until one paints, remembers what failed, and keeps the negotiation's record. */
export class Attempts {
  readonly ladder: Ladder;
  readonly #services: ConnectServices;
  readonly #board: Board;
  readonly #incoming = signal<Screening | undefined>(undefined);

  constructor(services: ConnectServices, board: Board) {
    this.#services = services;
    this.#board = board;
    this.ladder = new Ladder(() => services.environment.random());
  }

  /** The screening on its way, from having a feed until it is shown or given up. */
  get incoming(): ReadonlySignal<Screening | undefined> {
    return this.#incoming;
  }

  settled(): void {
    this.#incoming.value = undefined;
  }

  /** Resolves with the first that painted; throws the last failure when none did. */
  async firstThatPlays(plan: AttemptPlan): Promise<Screening> {
    const { environment, log } = this.#services;
    const deadAddresses = new Set<string>();
    let last: OlympicPlayerError | undefined = plan.cause;
    for (const option of this.#order(plan)) {
      if (deadAddresses.has(option.source.url)) continue;
      const started = environment.monotonic();
      if (!this.ladder.mayConnect(started)) break;
      try {
        const screening = await connectOption(this.#services, {
          option,
          surface: plan.surface,
          startAt: plan.startAt,
          targetLatencyMs: plan.targetLatencyMs,
          reconnect: option.key === plan.reconnectKey,
          abort: plan.abort,
          onScreening: (incoming) => (this.#incoming.value = incoming),
        });
        this.ladder.connected(option);
        const reason = last === undefined ? 'best-ranked' : `after ${last.reason}`;
        const elapsedMs = Math.round(environment.monotonic() - started);
        this.#board.chosen(option.key, reason, elapsedMs, screening.feed.state.agreed.peek());
        return screening;
      } catch (error) {
        this.settled();
        const failure = connectFailure(error, option, plan.abort);
        if (failure === undefined) throw error;
        last = failure;
        log.debug(`session: ${option.key} failed`, failure);
        const now = environment.monotonic();
        const { url } = option.source;
        const forAll = ofTheAddress.test(failure.reason);
        if (forAll) deadAddresses.add(url);
        // Other ways to decode the same address rest with it: they would not find it any better a moment later.
        for (const rung of plan.able)
          if (rung === option || (forAll && rung.source.url === url))
            this.ladder.failed(rung, now, {
              serverWide: serverWide.test(failure.reason),
              retryAfterMs: failure.retryAfterMs,
            });
        this.#board.failed(option.key, failure.reason, Math.round(now - started));
      }
    }
    throw last ?? nothingPlays(plan.all);
  }

  /** Candidates of troubled servers go behind the others, resting ones last or not at all. */
  #order({ able, reconnectKey, tryResting }: AttemptPlan): readonly Option[] {
    const now = this.#services.environment.monotonic();
    const isRetry = ({ key }: Option) => key === reconnectKey;
    const awake = able.filter((option) => isRetry(option) || !this.ladder.resting(option, now));
    const healthy = awake.filter((option) => isRetry(option) || !this.ladder.troubled(option, now));
    const troubled = awake.filter((option) => !healthy.includes(option));
    const resting = tryResting ? able.filter((option) => !awake.includes(option)) : [];
    return [...healthy, ...troubled, ...resting];
  }
}

function nothingPlays(options: readonly Option[]): OlympicPlayerError {
  const refused = options.filter(({ candidate }) => candidate.verdict === 'refused');
  if (refused.length < options.length)
    return new OlympicPlayerError({
      reason: 'session/all-sources-resting',
      code: MEDIA_ERR_NETWORK,
      message: 'session: every source of this angle failed a moment ago.',
      hint: 'The player waits before it asks the servers again.',
    });
  const why = refused.map(
    ({ candidate }) => `${candidate.type} over ${candidate.transport}: ${candidate.reason}`,
  );
  return new OlympicPlayerError({
    reason: 'session/no-playable-source',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `session: no source of this angle can play here (${why.join('; ') || 'none listed'}).`,
    hint: 'player.negotiation lists every candidate and why it was refused.',
  });
}
