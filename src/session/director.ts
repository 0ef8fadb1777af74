import {
  Latest,
  MEDIA_ERR_NETWORK,
  MEDIA_ERR_SRC_NOT_SUPPORTED,
  OlympicPlayerError,
  childController,
  isAbortError,
  signal,
  sleep,
  watch,
  when,
} from '../base/index.js';
import type { EventTime, ReadonlySignal } from '../base/index.js';
import type { Board } from './board.js';
import { connectFailure, connectOption } from './connect.js';
import type { ConnectServices } from './connect.js';
import { align, seamBetween } from './hand-over.js';
import type { Seam } from './hand-over.js';
import { Ladder, recoveryOrder } from './ladder.js';
import type { Option } from './negotiate.js';
import type { Screening } from './screening.js';
import type { PageState } from './stage.js';
import { StallWatch } from './stall-watch.js';
import type { AngleChange, Candidate, ChangeSource, Failover, ShownFrame } from './types.js';

/** Times round all candidates before the error is final. Each round waits longer, so this is about half a minute. */
const recoveryRounds = 5;
/** Trying the same again cannot help with these. */
const pointlessToRepeat =
  /\/(unauthorized|not-found|not-acceptable|unavailable-for-legal-reasons|codec-not-supported)$/;

export type Phase = 'idle' | 'connecting' | 'showing' | 'recovering' | 'failed';

export interface DirectorServices extends ConnectServices {
  readonly page: PageState;
  readonly board: Board;
  /** The ranked options of an angle, refused ones included. */
  options(angle: string): readonly Option[];
  fallbackOf(angle: string): string | undefined;
  targetLatencyMs(): number | undefined;
  /** The viewer wants motion. */
  shouldPlay(): boolean;
  /** Gives the shown screening its sound, play state and quality. */
  onShown(screening: Screening): void;
}

/** Decides what is on screen: connects, hands over, recovers. One screening is shown; one more may be on its way. */
export class Director {
  readonly #services: DirectorServices;
  readonly #abort: AbortSignal;
  readonly #ladder: Ladder;
  readonly #work = new Latest();
  readonly #shown = signal<Screening | undefined>(undefined);
  readonly #incoming = signal<Screening | undefined>(undefined);
  readonly #phase = signal<Phase>('idle');
  readonly #angle = signal<string | undefined>(undefined);
  readonly #error = signal<OlympicPlayerError | undefined>(undefined);
  readonly #failover = signal<Failover | undefined>(undefined);
  readonly #change = signal<AngleChange | undefined>(undefined);
  readonly #stallWatch = signal<StallWatch | undefined>(undefined);
  #watching: AbortController | undefined;
  #shownSince = 0;
  /** The last frame the viewer saw, whoever showed it. */
  #last: ShownFrame | undefined;
  #failovers = 0;

  constructor(services: DirectorServices, abort: AbortSignal) {
    this.#services = services;
    this.#abort = abort;
    this.#ladder = new Ladder(() => services.environment.random());
    abort.addEventListener('abort', () => void this.#closeAll(), { once: true });
  }

  get shown(): ReadonlySignal<Screening | undefined> {
    return this.#shown;
  }
  get incoming(): ReadonlySignal<Screening | undefined> {
    return this.#incoming;
  }
  get phase(): ReadonlySignal<Phase> {
    return this.#phase;
  }
  get angle(): ReadonlySignal<string | undefined> {
    return this.#angle;
  }
  get error(): ReadonlySignal<OlympicPlayerError | undefined> {
    return this.#error;
  }
  get failover(): ReadonlySignal<Failover | undefined> {
    return this.#failover;
  }
  get change(): ReadonlySignal<AngleChange | undefined> {
    return this.#change;
  }
  get stallWatch(): ReadonlySignal<StallWatch | undefined> {
    return this.#stallWatch;
  }
  get failovers(): number {
    return this.#failovers;
  }

  /** Shows an angle: the first of a load, a cut, or the same angle again from another source or time. */
  async show(
    angle: string,
    wish: {
      source: ChangeSource;
      startAt?: EventTime;
      only?: (option: Option) => boolean;
      signal?: AbortSignal;
    },
  ): Promise<AngleChange> {
    const { environment, board } = this.#services;
    const started = environment.monotonic();
    const from = this.#angle.peek() ?? null;
    const parent = wish.signal === undefined ? this.#abort : AbortSignal.any([this.#abort, wish.signal]);
    try {
      return await this.#work.run(parent, async (abort) => {
        const outgoing = this.#shown.peek();
        if (outgoing === undefined) this.#phase.value = 'connecting';
        const options = this.#services.options(angle);
        board.open(options, environment.wallClock());
        const able = options.filter(
          (option) => option.candidate.verdict !== 'refused' && (wish.only?.(option) ?? true),
        );
        const startAt = wish.startAt ?? outgoing?.frame.peek()?.eventTime;
        const screening = await this.#firstThatPlays(able, options, startAt, undefined, abort);
        const sought = wish.startAt !== undefined;
        const seam = await this.#handOver(screening, sought ? undefined : outgoing, sought, abort);
        this.#angle.value = angle;
        const change: AngleChange = {
          from,
          to: angle,
          eventTime: this.#last?.eventTime ?? NaN,
          gapFrames: seam.gapFrames,
          repeatedFrames: seam.repeatedFrames,
          durationMs: Math.round(environment.monotonic() - started),
          source: wish.source,
        };
        if (from !== null && from !== angle) this.#change.value = change;
        return change;
      });
    } catch (error) {
      this.#afterFailedShow(error);
      throw error;
    }
  }

  /** Nothing more is wanted: the picture stays, the connections end. */
  async stop(): Promise<void> {
    this.#work.abort('playback was stopped');
    await this.#closeAll();
    this.#phase.value = 'idle';
  }

  /** Tries again after a final error. */
  forget(): void {
    this.#ladder.forget();
    this.#error.value = undefined;
  }

  #afterFailedShow(error: unknown): void {
    const shown = this.#shown.peek();
    if (shown !== undefined) {
      const failure = shown.feed.state.failure.peek();
      if (failure !== undefined && !this.#work.busy) void this.#recover(shown, failure);
      return;
    }
    if (isAbortError(error) || !(error instanceof OlympicPlayerError) || this.#abort.aborted) return;
    this.#error.value = error.asFatal();
    this.#phase.value = 'failed';
  }

  /** Goes down the list until one paints; throws the last failure when none does. */
  async #firstThatPlays(
    able: readonly Option[],
    all: readonly Option[],
    startAt: EventTime | undefined,
    reconnectKey: string | undefined,
    abort: AbortSignal,
  ): Promise<Screening> {
    const { environment, board } = this.#services;
    let last: OlympicPlayerError | undefined;
    for (const option of able) {
      const now = environment.monotonic();
      const reconnect = option.key === reconnectKey;
      if (!reconnect && this.#ladder.resting(option.key, now)) continue;
      if (!this.#ladder.mayConnect(now)) break;
      const surface = this.#shown.peek()?.surface === 0 ? 1 : 0;
      try {
        const screening = await connectOption(this.#services, {
          option,
          surface,
          startAt,
          targetLatencyMs: this.#services.targetLatencyMs(),
          reconnect,
          abort,
          onScreening: (incoming) => (this.#incoming.value = incoming),
        });
        const elapsed = Math.round(environment.monotonic() - now);
        const agreed = screening.feed.state.agreed.peek();
        board.chosen(
          option.key,
          last === undefined ? 'best-ranked' : `after ${last.reason}`,
          elapsed,
          agreed,
        );
        return screening;
      } catch (error) {
        this.#incoming.value = undefined;
        const failure = connectFailure(error, option, abort);
        if (failure === undefined) throw error;
        last = failure;
        this.#services.log.debug(`session: ${option.key} failed`, failure);
        const failedAt = environment.monotonic();
        this.#ladder.failed(option.key, failedAt, failure.retryAfterMs);
        board.failed(option.key, failure.reason, Math.round(failedAt - now));
      }
    }
    throw last ?? nothingPlays(all);
  }

  /** Cuts to the incoming screening at the right frame and lets the old one go. */
  async #handOver(
    incoming: Screening,
    outgoing: Screening | undefined,
    jump: boolean,
    abort: AbortSignal,
  ): Promise<Seam> {
    const { environment, stage } = this.#services;
    const before = this.#shown.peek();
    try {
      if (!jump) await align({ incoming, outgoing, last: this.#last, environment, abort });
      abort.throwIfAborted();
    } catch (error) {
      this.#incoming.value = undefined;
      await incoming.close();
      throw error;
    }
    const last = before?.frame.peek() ?? this.#last;
    stage.show({ kind: 'video', index: incoming.surface });
    const first = incoming.frame.peek();
    this.#incoming.value = undefined;
    this.#shown.value = incoming;
    this.#last = first;
    this.#shownSince = environment.monotonic();
    this.#error.value = undefined;
    this.#phase.value = 'showing';
    this.#watch(incoming);
    this.#services.onShown(incoming);
    void before?.close();
    return jump
      ? seamBetween(undefined, undefined, incoming.frameMs)
      : seamBetween(last?.eventTime, first?.eventTime, incoming.frameMs);
  }

  #watch(screening: Screening): void {
    this.#watching?.abort();
    const watching = childController(this.#abort);
    this.#watching = watching;
    const stall = new StallWatch(
      screening,
      () => this.#services.shouldPlay() && this.#services.page.visible.peek() && !screening.video.seeking,
      this.#services.environment,
      watching.signal,
    );
    this.#stallWatch.value = stall;
    watch(screening.frame, watching.signal, (frame) => {
      if (frame !== undefined) this.#last = frame;
    });
    const onBroken = (failure: OlympicPlayerError | undefined) => {
      // A cut under way replaces this screening anyway; if the cut fails, the failure is looked at again.
      if (failure === undefined || this.#shown.peek() !== screening || this.#work.busy) return;
      queueMicrotask(() => void this.#recover(screening, failure));
    };
    watch(screening.feed.state.failure, watching.signal, onBroken);
    watch(stall.broken, watching.signal, onBroken);
  }

  /** The ladder: reconnect, next candidate, the angle's fallback, and round again with growing pauses. */
  async #recover(broken: Screening, failure: OlympicPlayerError): Promise<void> {
    const { environment, stage, page, board, log } = this.#services;
    const angle = this.#angle.peek() ?? broken.option.candidate.angle;
    if (this.#shown.peek() !== broken || this.#abort.aborted) return;
    const heldFrom = environment.monotonic();
    stage.hold();
    this.#phase.value = 'recovering';
    log.warn('session: recovering', failure);
    const key = broken.option.key;
    const from = board.candidate(key) ?? broken.option.candidate;
    this.#ladder.played(key, heldFrom - this.#shownSince);
    board.failed(key, failure.reason, Math.round(heldFrom - this.#shownSince));
    let latest = failure;
    try {
      await this.#work.run(this.#abort, async (abort) => {
        for (let round = 0; round < recoveryRounds; round += 1) {
          await when(page.online, (online) => online, abort);
          const reconnect = round === 0 && !pointlessToRepeat.test(failure.reason);
          for (const target of this.#anglesToTry(angle)) {
            const options = this.#services.options(target);
            board.extend(options);
            const able = options.filter((option) => option.candidate.verdict !== 'refused');
            const order = recoveryOrder(able, key, reconnect);
            try {
              const screening = await this.#firstThatPlays(
                order,
                options,
                this.#last?.eventTime,
                reconnect ? key : undefined,
                abort,
              );
              await this.#finishFailover(screening, from, failure, heldFrom, abort);
              return;
            } catch (error) {
              if (abort.aborted || !(error instanceof OlympicPlayerError)) throw error;
              latest = error;
            }
          }
          const keys = this.#anglesToTry(angle).flatMap((target) =>
            this.#services.options(target).map((o) => o.key),
          );
          await sleep(environment, Math.max(250, this.#ladder.waitMs(keys, environment.monotonic())), abort);
        }
        throw latest;
      });
    } catch (error) {
      if (this.#abort.aborted || isAbortError(error)) return;
      this.#error.value = latest.asFatal();
      this.#phase.value = 'failed';
      await this.#closeAll();
    }
  }

  async #finishFailover(
    screening: Screening,
    from: Candidate,
    failure: OlympicPlayerError,
    heldFrom: number,
    abort: AbortSignal,
  ): Promise<void> {
    const { environment, board } = this.#services;
    const before = this.#angle.peek() ?? null;
    const seam = await this.#handOver(screening, undefined, false, abort);
    const heldMs = Math.round(environment.monotonic() - heldFrom);
    const to = board.candidate(screening.option.key) ?? screening.option.candidate;
    this.#failovers += 1;
    this.#failover.value = {
      from,
      to,
      reason: failure.reason,
      gapMs: Math.round(seam.gapMs),
      repeatedMs: Math.round(seam.repeatedMs),
      heldMs,
    };
    if (to.angle === before) return;
    this.#angle.value = to.angle;
    this.#change.value = {
      from: before,
      to: to.angle,
      eventTime: this.#last?.eventTime ?? NaN,
      gapFrames: seam.gapFrames,
      repeatedFrames: seam.repeatedFrames,
      durationMs: heldMs,
      source: 'auto',
    };
  }

  #anglesToTry(angle: string): readonly string[] {
    const fallback = this.#services.fallbackOf(angle);
    return fallback === undefined || fallback === angle ? [angle] : [angle, fallback];
  }

  async #closeAll(): Promise<void> {
    this.#watching?.abort();
    this.#stallWatch.value = undefined;
    const open = [this.#shown.peek(), this.#incoming.peek()];
    this.#shown.value = undefined;
    this.#incoming.value = undefined;
    await Promise.all(open.map((screening) => screening?.close()));
  }
}

function nothingPlays(options: readonly Option[]): OlympicPlayerError {
  const refused = options.filter(({ candidate }) => candidate.verdict === 'refused');
  const why = refused.map(
    ({ candidate }) => `${candidate.type} over ${candidate.transport}: ${candidate.reason}`,
  );
  return new OlympicPlayerError({
    reason: refused.length === options.length ? 'session/no-playable-source' : 'session/all-sources-resting',
    code: refused.length === options.length ? MEDIA_ERR_SRC_NOT_SUPPORTED : MEDIA_ERR_NETWORK,
    message:
      refused.length === options.length
        ? `session: no source of this angle can play here (${why.join('; ') || 'none listed'}).`
        : 'session: every source of this angle failed a moment ago.',
    hint:
      refused.length === options.length
        ? 'player.negotiation lists every candidate and why it was refused.'
        : 'The player waits before it asks the servers again.',
  });
}
