/** What lies on the GPU, by what it is for. Bytes are computed from sizes and formats: WebGL does not tell. */
export class MemoryLedger {
  readonly #bytes = new Map<string, number>();
  #peak = 0;

  add(purpose: string, bytes: number): void {
    this.#bytes.set(purpose, (this.#bytes.get(purpose) ?? 0) + bytes);
    this.#peak = Math.max(this.#peak, this.total);
  }

  remove(purpose: string, bytes: number): void {
    const left = (this.#bytes.get(purpose) ?? 0) - bytes;
    if (left > 0) this.#bytes.set(purpose, left);
    else this.#bytes.delete(purpose);
  }

  get total(): number {
    let sum = 0;
    for (const bytes of this.#bytes.values()) sum += bytes;
    return sum;
  }

  /** The most there has been at once. */
  get peak(): number {
    return this.#peak;
  }

  get byPurpose(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#bytes);
  }
}
