import type { LevelDetails } from 'hls.js';
import { LatencyFloor, pictureMarginMs, soundMarginMs } from '../latency-floor.js';
import { Lateness } from '../lateness.js';
import { EdgeLine } from './edge-line.js';

/** Before parts have been measured: RFC 8216bis, 4.4.3.8, lets no server recommend less than two of them. */
const guessedParts = 2;

/**
 * Where the playhead of a live playlist with parts should be: what was asked for, and never nearer to the edge than parts have
 * arrived in time for. A part is whole when its last picture is there, so its first is as late as it is long; what the network
 * adds is measured. PART-HOLD-BACK is made for players that cannot measure that.
 */
export class LiveAim {
  /** What the viewer or the descriptor asks for, ms. */
  asked: number | undefined;
  readonly #edge = new EdgeLine();
  // Every part counts: each that comes late would be a stall.
  readonly #video = new Lateness(1);
  readonly #audio = new Lateness(1);
  readonly #audible: () => boolean;
  #floor: LatencyFloor | undefined;

  /** @param audible whether sound is heard: nobody waits for sound that is not */
  constructor(asked: number | undefined, audible: () => boolean) {
    this.asked = asked;
    this.#audible = audible;
  }

  /** A playlist was read; `now` is the clock's, ms. */
  saw(details: LevelDetails, now: number): void {
    if (!details.live) return;
    this.#edge.saw(details.edge * 1000, now - details.age * 1000);
    if (details.partTarget > 0) this.#floor ??= new LatencyFloor(guessedParts * details.partTarget * 1000);
  }

  /** A part beginning at `start` (media time, ms) can be played from `now` on. */
  arrived(kind: 'video' | 'audio', start: number, now: number): void {
    const { lead } = this.#edge;
    if (lead !== undefined) (kind === 'video' ? this.#video : this.#audio).record(start, now + lead);
  }

  /** Parts that follow are not the next ones of those before. */
  jumped(): void {
    this.#video.reset();
    this.#audio.reset();
  }

  /** Milliseconds of media time minus the clock's, at the live edge. */
  get edgeMs(): number | undefined {
    return this.#edge.lead;
  }

  /** Undefined where there are no parts: then hls.js knows best. */
  targetMs(now: number): number | undefined {
    if (this.#floor === undefined) return undefined;
    const late = ({ live, mostMs }: Lateness, marginMs: number): number =>
      live && mostMs !== undefined ? mostMs + marginMs : -Infinity;
    const heard = this.#audible() ? late(this.#audio, soundMarginMs) : -Infinity;
    const measured = Math.max(late(this.#video, pictureMarginMs), heard);
    const floor = this.#floor.update(Number.isFinite(measured) ? measured : undefined, now);
    return Math.max(this.asked ?? 0, floor);
  }

  /** The media time that is due on the screen, ms. */
  position(now: number): number | undefined {
    const target = this.targetMs(now);
    const lead = this.edgeMs;
    return target === undefined || lead === undefined ? undefined : now + lead - target;
  }
}
