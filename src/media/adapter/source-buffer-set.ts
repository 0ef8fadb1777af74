/** MSE's SourceBufferList: an indexed list that tells when it changes. Two is the most a media source has. */
export class SourceBufferSet<T> extends EventTarget implements Iterable<T> {
  #items: readonly T[] = [];

  get length(): number {
    return this.#items.length;
  }

  get 0(): T | undefined {
    return this.#items[0];
  }

  get 1(): T | undefined {
    return this.#items[1];
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#items[Symbol.iterator]();
  }

  has(item: T): boolean {
    return this.#items.includes(item);
  }

  add(item: T): void {
    this.#items = [...this.#items, item];
    this.#fireLater('addsourcebuffer');
  }

  delete(item: T): void {
    this.#items = this.#items.filter((other) => other !== item);
    this.#fireLater('removesourcebuffer');
  }

  #fireLater(type: string): void {
    queueMicrotask(() => this.dispatchEvent(new Event(type)));
  }
}
