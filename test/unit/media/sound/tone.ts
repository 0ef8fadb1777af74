/** A voice that is fed a tone, and what to measure in what comes out. */
import { Voice } from '../../../../src/media/sound/voice.js';
import type { Turn } from '../../../../src/media/sound/voice.js';

export const sampleRate = 48_000;
const block = 1024;
const quantum = 128;

export type Wave = (place: number) => number;

export const sine =
  (hertz: number, level = 0.5): Wave =>
  (place) =>
    level * Math.sin((2 * Math.PI * hertz * place) / sampleRate);

export class Stage {
  readonly turns: Turn[] = [];
  readonly voice = new Voice(sampleRate, (turn) => this.turns.push(turn));
  /** Blocks that do not come. */
  lost: (index: number) => boolean = () => false;
  frame = 0;
  readonly #wave: Wave;
  readonly #out: number[] = [];
  #next = 0;
  #line = { frame: 0, place: 0, rate: 1 };

  constructor(wave: Wave) {
    this.#wave = wave;
  }

  get sound(): Float32Array {
    return Float32Array.from(this.#out);
  }

  start(place: number, rate: number, frame = this.frame): void {
    this.voice.start(this.frame, frame, place, rate);
    this.#line = { frame, place, rate };
    this.#next = Math.floor(place / block);
  }

  setRate(rate: number): void {
    this.voice.setRate(this.frame, rate);
    this.#line = { frame: this.frame, place: this.placeAt(this.frame), rate };
  }

  placeAt(frame: number): number {
    return this.#line.place + (frame - this.#line.frame) * this.#line.rate;
  }

  /** Feeds and plays; what comes is at most 200 ms of listening ahead. */
  play(seconds: number): void {
    const until = this.frame + seconds * sampleRate;
    while (this.frame < until) {
      const horizon = this.placeAt(this.frame) + 0.2 * sampleRate * this.#line.rate;
      for (; this.#next * block < horizon; this.#next++) if (!this.lost(this.#next)) this.#feed(this.#next);
      const left = new Float32Array(quantum);
      this.voice.render(left, new Float32Array(quantum), this.frame);
      this.#out.push(...left);
      this.frame += quantum;
    }
  }

  #feed(index: number): void {
    const samples = Float32Array.from({ length: block }, (_, n) => this.#wave(index * block + n));
    this.voice.write(index * block, samples, samples.slice(), false);
  }
}

/** Hertz, from the first to the last rising zero crossing. */
export function frequency(sound: Float32Array): number {
  const rising: number[] = [];
  for (let n = 1; n < sound.length; n++) {
    const [before, after] = [sound[n - 1]!, sound[n]!];
    if (before < 0 && after >= 0) rising.push(n - after / (after - before));
  }
  return ((rising.length - 1) / (rising.at(-1)! - rising[0]!)) * sampleRate;
}

export function largestJump(sound: Float32Array): number {
  return sound.reduce((most, value, n) => Math.max(most, n === 0 ? 0 : Math.abs(value - sound[n - 1]!)), 0);
}

export const peak = (sound: Float32Array): number =>
  sound.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
