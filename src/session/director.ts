import {
  Latest,
  batch,
  childController,
  isAbortError,
  signal,
  toPlayerError,
  watch,
  MEDIA_ERR_NETWORK,
} from '../base/index.js';
import type { EventTime, ReadonlySignal, OlympicPlayerError } from '../base/index.js';
import { Attempts } from './attempts.js';
import type { Board } from './board.js';
import type { ConnectServices } from './connect.js';
import { align, seamBetween } from './hand-over.js';
import type { Seam } from './hand-over.js';
import { isPlayable } from './negotiate.js';
import type { Option } from './negotiate.js';
import { recover } from './recovery.js';
import type { Screening } from './screening.js';
import type { PageState } from './stage.js';
import { StallWatch } from './stall-watch.js';
import type { AngleChange, ChangeSource, Failover, ShownFrame } from './types.js';

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
  /** Gives the shown screening its sound and play state. */
  onShown(screening: Screening): void;
}

export interface ShowWish {
  readonly source: ChangeSource;
  /** Jump to this event time instead of going on where the picture is. */
  readonly startAt?: EventTime;
  readonly only?: (option: Option) => boolean;
  readonly signal?: AbortSignal;
}

/** Decides what is on screen: connects, hands over, recovers. One screening is shown; one more may be on its way. */
export class Director {
  readonly #services: DirectorServices;
  readonly #abort: AbortSignal;
  readonly #attempts: Attempts;
  readonly #work = new Latest();
  readonly #shown = signal<Screening | undefined>(undefined);
  readonly #phase = signal<Phase>('idle');
  readonly #angle = signal<string | undefined>(undefined);
  readonly #error = signal<OlympicPlayerError | undefined>(undefined);
  readonly #failover = signal<Failover | undefined>(undefined);
  readonly #change = signal<AngleChange | undefined>(undefined);
  readonly #stallWatch = signal<StallWatch | undefined>(undefined);
  #watching: AbortController | undefined;
  #undecide: (() => void) | undefined;
  #shownSince = 0;
  /** The last frame the viewer saw, whoever showed it. */
  #last: ShownFrame | undefined;
  #failovers = 0;

  constructor(services: DirectorServices, abort: AbortSignal) {
    this.#services = services;
    this.#abort = abort;
    this.#attempts = new Attempts(services, services.board);
    abort.addEventListener('abort', () => void this.#closeAll(), { once: true });
  }

  get shown(): ReadonlySignal<Screening | undefined> {
    return this.#shown;
  }
  get incoming(): ReadonlySignal<Screening | undefined> {
    return this.#attempts.incoming;
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
  async show(angle: string, wish: ShowWish): Promise<AngleChange> {
    const started = this.#services.environment.monotonic();
    const from = this.#angle.peek() ?? null;
    const parent = wish.signal === undefined ? this.#abort : AbortSignal.any([this.#abort, wish.signal]);
    const options = this.#services.options(angle);
    const stays = this.#shown.peek();
    // A cut that supersedes another goes back, if it fails, to what is on screen, not to the one it superseded.
    if (!this.#work.busy) this.#undecide = undefined;
    const undecide = this.#services.board.open(options, this.#services.environment.wallClock());
    this.#undecide ??= undecide;
    try {
      return await this.#work.run(parent, async (abort) => {
        const seam = await this.#bring(options, wish, abort);
        const change = this.#changeOf(from, angle, seam, started, wish.source);
        if (from !== null && from !== angle) this.#change.value = change;
        return change;
      });
    } catch (error) {
      if (!this.#work.busy && stays !== undefined && this.#shown.peek() === stays) this.#undecide();
      this.#afterFailedShow(error);
      throw error;
    }
  }

  /** Wipes the memory of failures, so that a viewer's retry after a final error is a fresh start. */
  forget(): void {
    this.#attempts.ladder.forget();
    this.#error.value = undefined;
  }

  async #bring(options: readonly Option[], wish: ShowWish, abort: AbortSignal): Promise<Seam> {
    const outgoing = this.#shown.peek();
    if (outgoing === undefined) this.#phase.value = 'connecting';
    const incoming = await this.#attempts.firstThatPlays({
      able: options.filter((option) => isPlayable(option) && (wish.only?.(option) ?? true)),
      all: options,
      startAt: wish.startAt ?? outgoing?.frame.peek()?.eventTime,
      targetLatencyMs: this.#services.targetLatencyMs(),
      surface: this.#freeSurface,
      tryResting: true,
      abort,
    });
    return this.#handOver(incoming, outgoing, wish.startAt !== undefined, abort);
  }

  get #freeSurface(): 0 | 1 {
    return this.#shown.peek()?.surface.index === 0 ? 1 : 0;
  }

  /** Cuts to the incoming screening at the right frame and lets the old one go. A jump has no frame to wait for. */
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
      this.#attempts.settled();
      await incoming.close();
      throw error;
    }
    const last = before?.frame.peek() ?? this.#last;
    const first = incoming.frame.peek();
    stage.show(incoming.surface);
    batch(() => {
      this.#attempts.settled();
      this.#shown.value = incoming;
      this.#angle.value = incoming.option.candidate.angle;
      this.#last = first;
      this.#shownSince = environment.monotonic();
      this.#error.value = undefined;
      this.#phase.value = 'showing';
      this.#watch(incoming);
      this.#services.onShown(incoming);
    });
    void before?.close();
    return seamBetween(jump ? undefined : last?.eventTime, first?.eventTime, incoming.frameMs);
  }

  #watch(screening: Screening): void {
    this.#watching?.abort();
    const watching = childController(this.#abort);
    this.#watching = watching;
    const { environment, page } = this.#services;
    const stall = new StallWatch(
      screening,
      () => this.#services.shouldPlay() && page.visible.peek(),
      environment,
      watching.signal,
    );
    this.#stallWatch.value = stall;
    watch(screening.frame, watching.signal, (frame) => {
      if (frame !== undefined) this.#last = frame;
    });
    const onBroken = (failure: OlympicPlayerError | undefined) => {
      // A cut under way replaces this screening anyway; if the cut fails, the failure is looked at again.
      if (failure !== undefined && !this.#work.busy)
        queueMicrotask(() => void this.#recover(screening, failure));
    };
    watch(screening.failure, watching.signal, onBroken);
    watch(stall.broken, watching.signal, onBroken);
  }

  async #recover(broken: Screening, failure: OlympicPlayerError): Promise<void> {
    const { environment, stage, board, log, page } = this.#services;
    if (this.#shown.peek() !== broken || this.#abort.aborted || this.#work.busy) return;
    const { key } = broken.option;
    const angle = this.#angle.peek() ?? broken.option.candidate.angle;
    const heldFrom = environment.monotonic();
    stage.hold();
    this.#phase.value = 'recovering';
    log.warn('session: recovering', failure);
    const mayReconnect = this.#attempts.ladder.broke(broken.option, heldFrom, heldFrom - this.#shownSince);
    const from = board.candidate(key) ?? broken.option.candidate;
    board.failed(key, failure.reason, Math.round(heldFrom - this.#shownSince));
    try {
      await this.#work.run(this.#abort, async (abort) => {
        const incoming = await recover({
          broken,
          failure,
          mayReconnect,
          angle,
          surface: this.#freeSurface,
          resumeAt: this.#last?.eventTime,
          targetLatencyMs: this.#services.targetLatencyMs(),
          attempts: this.#attempts,
          board,
          page,
          environment,
          options: (id) => this.#services.options(id),
          fallbackOf: (id) => this.#services.fallbackOf(id),
          abort,
        });
        const seam = await this.#handOver(incoming, undefined, false, abort);
        const to = board.candidate(incoming.option.key) ?? incoming.option.candidate;
        this.#failovers += 1;
        this.#failover.value = {
          from,
          to,
          reason: failure.reason,
          gapMs: Math.round(seam.gapMs),
          repeatedMs: Math.round(seam.repeatedMs),
          heldMs: Math.round(environment.monotonic() - heldFrom),
        };
        if (to.angle === angle) return;
        this.#change.value = this.#changeOf(angle, to.angle, seam, heldFrom, 'auto');
      });
    } catch (error) {
      if (this.#abort.aborted || isAbortError(error)) return;
      this.#fail(error);
    }
  }

  #changeOf(from: string | null, to: string, seam: Seam, started: number, source: ChangeSource): AngleChange {
    return {
      from,
      to,
      eventTime: this.#last?.eventTime ?? NaN,
      gapFrames: seam.gapFrames,
      repeatedFrames: seam.repeatedFrames,
      durationMs: Math.round(this.#services.environment.monotonic() - started),
      source,
    };
  }

  #afterFailedShow(error: unknown): void {
    if (this.#abort.aborted || this.#work.busy) return;
    const shown = this.#shown.peek();
    const broken = shown?.failure.peek() ?? this.#stallWatch.peek()?.broken.peek();
    if (shown === undefined) {
      if (isAbortError(error)) this.#phase.value = 'idle';
      else this.#fail(error);
    } else if (broken !== undefined) void this.#recover(shown, broken);
    // A superseded recovery leaves its last frame held; the picture behind it may be well.
    else if (this.#phase.peek() === 'recovering') this.#phase.value = 'showing';
  }

  #fail(error: unknown): void {
    const failure = toPlayerError(error, {
      reason: 'session/failed',
      code: MEDIA_ERR_NETWORK,
      message: `session: playback failed (${String(error)}).`,
      hint: 'Please report this with the value of player.negotiation.',
    });
    batch(() => {
      this.#error.value = failure.asFatal();
      this.#phase.value = 'failed';
    });
    void this.#closeAll();
  }

  async #closeAll(): Promise<void> {
    this.#watching?.abort();
    this.#stallWatch.value = undefined;
    const open = [this.#shown.peek(), this.incoming.peek()];
    this.#shown.value = undefined;
    this.#attempts.settled();
    await Promise.all(open.map((screening) => screening?.close()));
  }
}
