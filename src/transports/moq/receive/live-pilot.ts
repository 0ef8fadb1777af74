import { deckTime } from '../../../media/index.js';
import type { Deck, MediaEnvironment } from '../../../media/index.js';
import { LatencyFloor, pictureMarginMs, soundMarginMs } from '../../latency-floor.js';

/** Before anything has been measured, ms. */
const firstFloorMs = 80;
/** Further behind than this, catching up by rate takes too long: go there at once, ms. */
const skipBeyondMs = 2000;
/** Skips a minute; more would be a slide show. */
const maxSkipsPerMinute = 6;
/** Frames that seem to come from further in the future or past belong to another clock than the viewer's, ms. */
const believableMs = 10_000;
/** While waiting for the first picture, the place to wait for is put right when it is off by this, ms. */
const astrayMs = 200;
/** When the first picture took so long to decode that it is no longer the one that is due, the deck is sent on once, ms. */
const lateStartMs = 80;
/** A viewer who comes from another source is continued from where they were, if that is not longer ago, ms. */
const continueWithinMs = 5000;

/** How late the frames of one track come. */
export interface TrackLateness {
  readonly live: boolean;
  readonly leastMs: number | undefined;
  readonly mostMs: number | undefined;
}

export interface PilotInputs {
  readonly deck: Deck;
  readonly environment: MediaEnvironment;
  /** True time now, ms since the epoch. */
  readonly now: () => number;
  readonly lateness: () => {
    readonly video: TrackLateness | undefined;
    readonly audio: TrackLateness | undefined;
  };
  /** Event time the viewer saw last, elsewhere. */
  readonly startAt: number | undefined;
}

/** Keeps the deck's playhead at the live edge, as near as it is safe; the fine steering by rate is the session's. */
export class LivePilot {
  readonly #inputs: PilotInputs;
  /** What the viewer or the descriptor asks for, ms. */
  target: number | undefined;
  #following = true;
  #begun = false;
  #played = false;
  /** The first seek's picture was the one that was due, or has been put right. */
  #started = false;
  #soughtTo = NaN;
  readonly #floor = new LatencyFloor(firstFloorMs);
  readonly #skips: number[] = [];
  #skipCount = 0;

  constructor(inputs: PilotInputs) {
    this.#inputs = inputs;
  }

  /** The viewer is live, not in the past. */
  get following(): boolean {
    return this.#following;
  }

  get skips(): number {
    return this.#skipCount;
  }

  /** What a viewer's clock that is behind makes frames come from the future by, ms; 0 or less. */
  get skewMs(): number {
    const { video, audio } = this.#inputs.lateness();
    const least = Math.min(video?.leastMs ?? Infinity, audio?.leastMs ?? Infinity);
    return Math.min(0, Number.isFinite(least) ? least : 0);
  }

  /** The lowest latency at which playback does not run dry, ms. */
  get floorMs(): number {
    const { environment, deck } = this.#inputs;
    const { video, audio } = this.#inputs.lateness();
    // Nobody waits for sound that nobody hears, unless there is nothing else.
    const heard = deck.audible.peek() || video === undefined;
    const measured = [
      video?.live === true && video.mostMs !== undefined ? video.mostMs + pictureMarginMs : undefined,
      heard && audio?.live === true && audio.mostMs !== undefined ? audio.mostMs + soundMarginMs : undefined,
    ].filter((each) => each !== undefined);
    const wanted = measured.length === 0 ? undefined : Math.max(...measured) - this.skewMs;
    return this.#floor.update(wanted, environment.monotonic());
  }

  /** What is held: the target where it is safe. */
  get latencyMs(): number {
    return Math.max(this.target ?? 0, this.floorMs);
  }

  /** Where the playhead should be, ms of event time. */
  playhead(): number {
    return this.#following ? this.#inputs.now() - this.skewMs - this.latencyMs : this.#inputs.deck.time;
  }

  /** Frames were written, the first of them at this time: the deck is sent there with the first key frame. */
  written(first: number): void {
    if (this.#begun) return;
    const now = this.#inputs.now();
    // On a clock that is far off, the live edge is only known when the past sent at the join is through.
    if (Math.abs(now - first) > believableMs && !this.#settled()) return;
    this.#begun = true;
    const { startAt } = this.#inputs;
    const live = Math.max(first, this.playhead());
    const resumes = startAt !== undefined && Math.abs(startAt - live) < continueWithinMs;
    // Who comes from elsewhere is not sent on: they would miss something.
    this.#started = resumes;
    this.#seek(resumes ? Math.max(first, startAt) : live);
  }

  /** Looks after the deck: to be called a few times a second. */
  tend(): void {
    const { deck } = this.#inputs;
    if (!this.#begun) return;
    if (!deck.paused.peek()) {
      // A viewer who was made to wait for the start is not in the past.
      if (!this.#played && this.#behind() > skipBeyondMs && this.#following) this.#seek(this.playhead());
      this.#played = true;
    } else if (this.#played) this.#following = false;
    if (!this.#following || deck.paused.peek()) return;
    if (deck.seeking.peek()) {
      if (this.#settled() && Math.abs(this.playhead() - this.#soughtTo) > astrayMs && !this.#inStore())
        this.#seek(this.playhead());
      return;
    }
    if (!this.#started && this.#settled()) {
      this.#started = true;
      if (this.#behind() > lateStartMs && this.#newest() >= this.playhead()) {
        this.#seek(this.playhead());
        return;
      }
    }
    if (this.#behind() > skipBeyondMs && this.#newest() >= this.playhead() && this.#maySkip()) {
      this.#skipCount += 1;
      this.#seek(this.playhead());
    }
  }

  /** Goes back to the live edge. */
  toLive(): Promise<unknown> {
    this.#following = true;
    this.#begun = true;
    return this.#seek(this.playhead());
  }

  /** Goes to the past, and stays there. */
  toPast(time: number): Promise<unknown> {
    this.#following = false;
    this.#begun = true;
    return this.#seek(time);
  }

  #behind(): number {
    return this.playhead() - this.#inputs.deck.time;
  }

  /** What is waited for is there already: the deck is decoding its way to it. */
  #inStore(): boolean {
    return this.#inputs.deck.sink
      .buffered('video')
      .some(({ from, to }) => from <= this.#soughtTo && this.#soughtTo < to);
  }

  #newest(): number {
    return this.#inputs.deck.sink.buffered('video').at(-1)?.to ?? -Infinity;
  }

  #settled(): boolean {
    const { video, audio } = this.#inputs.lateness();
    return video?.live === true || (video === undefined && audio?.live === true);
  }

  #maySkip(): boolean {
    const now = this.#inputs.environment.monotonic();
    while ((this.#skips[0] ?? now) < now - 60_000) this.#skips.shift();
    if (this.#skips.length >= maxSkipsPerMinute) return false;
    this.#skips.push(now);
    return true;
  }

  #seek(time: number): Promise<unknown> {
    this.#soughtTo = time;
    const seeking = this.#inputs.deck.seek(deckTime(time));
    // Superseded, or the deck was closed: whoever did that knows.
    seeking.catch(() => {});
    return seeking;
  }
}
