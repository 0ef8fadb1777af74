/** Sends one camera's pictures, each when the event clock reaches the instant it was taken. */
import { countAt, loopIndex, type Grid } from './timeline.js';
import type { Conditions } from '../faults/conditions.js';
import type { RtpStream } from './rtp/stream.js';
import { timecodeSei } from './rtp/timecode.js';
import type { VideoPayloads } from './video-payloads.js';

/** Players ask again while the answer is under way; one burst per this many ms is enough. */
const keyPictureIntervalMs = 500;

/** After a longer pause the player starts afresh at a key picture instead of being sent all it missed. */
const mostBehindMs = 1000;

export class VideoSender {
  readonly stream: RtpStream;
  readonly #grid: Grid;
  readonly #payloads: VideoPayloads;
  readonly #conditions: () => Conditions;
  /** The picture to send next; undefined when the player has to be given a key picture first. */
  #next: number | undefined;
  /** Loop index of the picture that is repeated. */
  #frozen: number | undefined;
  #lastBurst = -Infinity;

  constructor(stream: RtpStream, grid: Grid, payloads: VideoPayloads, conditions: () => Conditions) {
    this.stream = stream;
    this.#grid = grid;
    this.#payloads = payloads;
    this.#conditions = conditions;
  }

  /**
   * Sends what has been taken by `now` (ms) and not been sent. A player who is new, or far behind, gets the current
   * group of pictures from its key picture on, at once.
   */
  advance(now: number): void {
    const latest = countAt(this.#grid, now);
    this.#thaw();
    const oldest = latest - Math.floor((mostBehindMs / 1000) * this.#grid.framesPerSecond);
    const fresh = this.#next === undefined || this.#next < oldest;
    const from = this.#next === undefined || fresh ? this.#keyOf(latest) : this.#next;
    for (let count = from; count <= latest; count += 1) this.#send(count);
    this.#next = Math.max(from, latest + 1);
  }

  /** Answers a PLI or FIR: the recording cannot make a key picture now, so its last one comes again, and all since. */
  sendKeyPicture(now: number): void {
    if (this.#next === undefined || now - this.#lastBurst < keyPictureIntervalMs) return;
    this.#lastBurst = now;
    for (let count = this.#keyOf(this.#next - 1); count < this.#next; count += 1) this.#send(count);
  }

  #keyOf(count: number): number {
    return count - this.#payloads.sinceKey(loopIndex(this.#grid, count));
  }

  /** After a freeze the player lacks the pictures in between. */
  #thaw(): void {
    if (this.#frozen === undefined || this.#conditions().freeze) return;
    this.#frozen = undefined;
    this.#next = undefined;
  }

  #send(count: number): void {
    const { freeze, truncate } = this.#conditions();
    if (freeze) this.#frozen ??= loopIndex(this.#grid, this.#keyOf(count));
    const payloads = this.#payloads.at(this.#frozen ?? loopIndex(this.#grid, count));
    const sent = truncate ? firstHalf(payloads) : payloads;
    if (!this.stream.stamps) this.stream.send(timecodeSei(this.stream.capturedAt(count)), count, false);
    for (const [index, payload] of sent.entries())
      this.stream.send(payload, count, index === sent.length - 1);
  }
}

/** As if the encoder had stopped in the middle of the access unit. */
function firstHalf(payloads: readonly Uint8Array[]): readonly Uint8Array[] {
  const [only] = payloads;
  return payloads.length === 1 && only
    ? [only.subarray(0, Math.ceil(only.byteLength / 2))]
    : payloads.slice(0, Math.ceil(payloads.length / 2));
}
