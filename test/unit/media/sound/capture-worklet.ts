/** Passes sound through, and tells what it was and which frames of the context it was in. */
declare const currentFrame: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: typeof AudioWorkletProcessor): void;

class Capture extends AudioWorkletProcessor {
  #samples: Float32Array = new Float32Array(1024);
  #from = 0;
  #filled = 0;

  process([input]: Float32Array[][], [output]: Float32Array[][]): boolean {
    const left = input?.[0] ?? new Float32Array(128);
    output?.forEach((channel, index) => channel.set(input?.[index] ?? left));
    // The browser leaves quanta out while the graph is being changed.
    if (currentFrame !== this.#from + this.#filled) this.#send();
    if (this.#filled === 0) this.#from = currentFrame;
    this.#samples.set(left, this.#filled);
    this.#filled += left.length;
    if (this.#filled === this.#samples.length) this.#send();
    return true;
  }

  #send(): void {
    if (this.#filled > 0)
      this.port.postMessage({ from: this.#from, samples: this.#samples.slice(0, this.#filled) });
    this.#filled = 0;
  }
}

registerProcessor('capture', Capture);
