/**
 * A rising half of a raised cosine, from just above 0 to just below 1. `fade[n] + fade[length - 1 - n]` is 1, so that a sound
 * faded over into itself stays as it is, and its slope is 0 at both ends, so that nothing that it is put on clicks.
 */
export function risingFade(length: number): Float32Array {
  return Float32Array.from({ length }, (_, n) => 0.5 - 0.5 * Math.cos((Math.PI * (n + 0.5)) / length));
}

/** What still rings out of sounds that were cut off: up to one fade's length of stereo, added to whatever comes next. */
export class Tail {
  readonly left: Float32Array;
  readonly right: Float32Array;
  #at = 0;
  #left = 0;

  constructor(length: number) {
    this.left = new Float32Array(length);
    this.right = new Float32Array(length);
  }

  /** Moves what is left to the front, with silence behind it: a new end can be added from place 0 on. */
  open(): void {
    for (const channel of [this.left, this.right]) {
      channel.copyWithin(0, this.#at, this.#at + this.#left);
      channel.fill(0, this.#left);
    }
    this.#at = 0;
    this.#left = this.left.length;
  }

  /** Something rings still. */
  get rings(): boolean {
    return this.#left > 0;
  }

  /** Adds what rings to part of two channels: `from` inclusive, `to` exclusive. */
  mixInto(left: Float32Array, right: Float32Array, from: number, to: number): void {
    const count = Math.min(this.#left, to - from);
    for (let n = 0; n < count; n++) {
      left[from + n] = (left[from + n] ?? 0) + (this.left[this.#at + n] ?? 0);
      right[from + n] = (right[from + n] ?? 0) + (this.right[this.#at + n] ?? 0);
    }
    this.#at += count;
    this.#left -= count;
  }
}
