/** First room for bytes that wait for more: most boxes without media fit. */
const leastRoom = 4096;

/**
 * Bytes that wait for more. What was handed out as a view is never written to again: bytes are only added behind, and room that is
 * too small is left to those who look at it.
 */
export class Remainder {
  #room = new Uint8Array();
  #from = 0;
  #to = 0;

  get length(): number {
    return this.#to - this.#from;
  }

  get bytes(): Uint8Array {
    return this.#room.subarray(this.#from, this.#to);
  }

  add(bytes: Uint8Array): void {
    if (bytes.byteLength > this.#room.byteLength - this.#to) this.#grow(bytes.byteLength);
    this.#room.set(bytes, this.#to);
    this.#to += bytes.byteLength;
  }

  /** Twice as much as is there, never as much as a box says it will need. */
  #grow(more: number): void {
    const room = new Uint8Array(Math.max(leastRoom, 2 * this.length, this.length + more));
    room.set(this.bytes);
    this.#to = this.length;
    this.#from = 0;
    this.#room = room;
  }

  /** Takes the first bytes away. */
  drop(length: number): void {
    this.#from += length;
    if (this.#from >= this.#to) this.clear();
  }

  clear(): void {
    this.#room = new Uint8Array();
    this.#from = this.#to = 0;
  }
}
