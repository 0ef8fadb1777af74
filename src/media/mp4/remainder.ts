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

  /** Adds bytes behind those that are there; `needed` is how many there will be when the box is whole. */
  add(bytes: Uint8Array, needed: number): void {
    if (bytes.byteLength > this.#room.byteLength - this.#to) this.#grow(bytes.byteLength, needed);
    this.#room.set(bytes, this.#to);
    this.#to += bytes.byteLength;
  }

  /** As much as is needed, but at most twice as much as is there: what a box says of its size may be a lie. */
  #grow(more: number, needed: number): void {
    const present = this.length + more;
    const room = new Uint8Array(Math.max(present, Math.min(needed, Math.max(leastRoom, 2 * present))));
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
