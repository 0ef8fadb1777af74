import type { Broadcast } from '@moq/net';
import type { SampleSink, TrackKind } from '../../../media/index.js';
import type { MoqRendition } from '../catalog/index.js';
import { TrackIntake } from './track-intake.js';
import type { IntakeContext } from './track-intake.js';
import { TrackWriter } from './track-writer.js';

/** Beyond this an incoming rendition is taken at its next key frame, hole or not, ms. */
const overdueMs = 6000;
const roundingMs = 5;

export interface LineContext extends Omit<IntakeContext, 'onFrames' | 'onEnd'> {
  readonly sink: SampleSink;
  /** Where the playhead should be, ms. */
  readonly playhead: () => number;
  /** Where the deck is, ms: pictures before it have been shown. */
  readonly shown: () => number;
  readonly onWritten: (first: number) => void;
  readonly onRendition: (rendition: MoqRendition) => void;
  readonly onEnd: (why: unknown) => void;
}

/** The pictures, or the sound: one rendition playing, and while it is changed another on its way. */
export class TrackLine {
  readonly #kind: TrackKind;
  readonly #context: LineContext;
  readonly #writer: TrackWriter;
  #current: TrackIntake | undefined;
  #incoming: { readonly intake: TrackIntake; readonly since: number } | undefined;
  #pastBytes = 0;
  #pastSkips = 0;

  constructor(kind: TrackKind, context: LineContext) {
    this.#kind = kind;
    this.#context = context;
    this.#writer = new TrackWriter(kind, context.sink, context.shown);
  }

  /** What is played, or is about to be. */
  get rendition(): MoqRendition | undefined {
    return this.#current?.rendition;
  }

  get wanted(): MoqRendition | undefined {
    return this.#incoming?.intake.rendition ?? this.rendition;
  }

  get lateness(): TrackIntake['lateness'] | undefined {
    return this.#current?.lateness;
  }

  get bytes(): number {
    return this.#pastBytes + (this.#current?.bytes ?? 0) + (this.#incoming?.intake.bytes ?? 0);
  }

  /** Groups given up, late or lost, so far. */
  get skips(): number {
    return this.#pastSkips + (this.#current?.order.skipped ?? 0);
  }

  /** Frames the window had no room for. */
  get refused(): number {
    return this.#writer.refused;
  }

  /** Plays a rendition; while another plays, it takes over at the start of a group, once it has caught up. */
  play(broadcast: Broadcast.Consumer, rendition: MoqRendition): void {
    this.#incoming?.intake.close();
    this.#incoming = undefined;
    const intake: TrackIntake = new TrackIntake(broadcast, rendition, {
      ...this.#context,
      onFrames: () => this.#flow(),
      onEnd: (why) => this.#onEnd(intake, why),
    });
    if (this.#current === undefined) this.#begin(intake);
    else this.#incoming = { intake, since: this.#context.environment.monotonic() };
  }

  /** Stays with what plays: nothing is on its way any more. */
  stay(): void {
    this.#incoming?.intake.close();
    this.#incoming = undefined;
  }

  /** Ends receiving; what is in the window stays, and a later `play` goes on behind it. */
  stop(): void {
    this.stay();
    this.#retire(this.#current);
    this.#current = undefined;
  }

  /** Lets through what has become due without a frame having come. */
  flow(): void {
    this.#flow();
  }

  #begin(intake: TrackIntake): void {
    this.#current = intake;
    if (!Number.isNaN(this.#writer.end)) intake.order.continueFrom(this.#writer.end);
    this.#context.onRendition(intake.rendition);
  }

  #retire(intake: TrackIntake | undefined): void {
    if (intake === undefined) return;
    this.#pastBytes += intake.bytes;
    this.#pastSkips += intake.order.skipped;
    intake.close();
  }

  #flow(): void {
    this.#promote();
    this.#pass();
    // What has just been written may be what the incoming rendition waited for.
    if (this.#promote()) this.#pass();
  }

  #pass(): void {
    const current = this.#current;
    if (current === undefined) return;
    const releases = current.order.take(this.#context.playhead());
    if (releases.length === 0) return;
    current.sweep();
    this.#writer.write(current.rendition, releases);
    const frames = releases.find((release) => release.kind === 'frames');
    if (frames?.kind === 'frames' && frames.frames[0] !== undefined)
      this.#context.onWritten(frames.frames[0].time);
  }

  /**
   * The incoming rendition takes over where its newest group begins, when nothing of that has been shown, what plays has come
   * that far, and it reaches as far as what plays.
   */
  #promote(): boolean {
    const incoming = this.#incoming;
    const newest = incoming?.intake.order.newest();
    if (incoming === undefined || newest === undefined) return false;
    const ready =
      newest.first > this.#context.shown() &&
      (Number.isNaN(this.#writer.end) ||
        (newest.end >= this.#writer.end - roundingMs && newest.first <= this.#writer.end + roundingMs));
    const overdue = this.#context.environment.monotonic() - incoming.since > overdueMs;
    if (!ready && !overdue && this.#current !== undefined) return false;
    this.#incoming = undefined;
    this.#retire(this.#current);
    this.#begin(incoming.intake);
    return true;
  }

  #onEnd(intake: TrackIntake, why: unknown): void {
    if (intake === this.#incoming?.intake) {
      this.#incoming = undefined;
      return;
    }
    if (intake !== this.#current) return;
    // The other takes over as it is.
    if (this.#incoming !== undefined) {
      const next = this.#incoming.intake;
      this.#incoming = undefined;
      this.#retire(intake);
      this.#begin(next);
      this.#flow();
      return;
    }
    this.#retire(intake);
    this.#current = undefined;
    this.#context.onEnd(why);
  }

  get kind(): TrackKind {
    return this.#kind;
  }
}
