import { Tail, risingFade } from './fade.js';
import { Ring } from './ring.js';
import { Stretcher } from './wsola.js';

/** Milliseconds in which sound comes and goes: too short to be heard as a fade, too long to be heard as a click. */
const fadeMs = 5;
/** Milliseconds in which the volume follows. */
const volumeMs = 15;
/** Milliseconds of listening that must be there before sound begins, so that it does not come and go. */
const leastRunMs = 45;
/** Seconds of sound that the ring keeps: what comes ahead at four times the rate, and as much that has been heard. */
const ringSeconds = 2;

/** From `frame` on (of the audio context), what is heard is `place` (of the run) and goes on by `rate` places a frame; or nothing. */
export interface Turn {
  readonly frame: number;
  readonly place: number;
  readonly rate: number;
  readonly sounding: boolean;
}

/**
 * The sound of one deck: samples come in by their place, and go out on a straight line from frames to places. It only ever
 * plays what belongs to the frame: what is late is left out, what is missing is silence, and every beginning and end is
 * faded. Knows nothing of the browser; allocates only when something begins or ends.
 */
export class Voice {
  /** Times that sound ended because nothing more had come, and because there was a hole in it. */
  underruns = 0;
  losses = 0;
  readonly #ring: Ring;
  readonly #stretcher: Stretcher;
  readonly #fade: Float32Array;
  readonly #tail: Tail;
  readonly #endLeft: Float32Array;
  readonly #endRight: Float32Array;
  readonly #leastRun: number;
  readonly #volumeStep: number;
  readonly #onTurn: (turn: Turn) => void;
  #line: { frame: number; place: number; rate: number } | undefined;
  /** What is due at a place lies so many places before it in the ring. */
  #shift = 0;
  #sounding = false;
  #faded = 0;
  #volume = 1;
  #wantedVolume = 1;

  constructor(sampleRate: number, onTurn: (turn: Turn) => void) {
    this.#fade = risingFade(Math.round((fadeMs / 1000) * sampleRate));
    this.#ring = new Ring(ringSeconds * sampleRate, this.#fade);
    this.#stretcher = new Stretcher(this.#ring, sampleRate);
    this.#tail = new Tail(this.#fade.length);
    this.#endLeft = new Float32Array(this.#fade.length);
    this.#endRight = new Float32Array(this.#fade.length);
    this.#leastRun = Math.round((leastRunMs / 1000) * sampleRate);
    this.#volumeStep = 1000 / (volumeMs * sampleRate);
    this.#onTurn = onTurn;
  }

  /** One past the newest place that has come. */
  get end(): number {
    return this.#ring.end;
  }

  /** Something is heard, if only what is fading away. */
  get audible(): boolean {
    return this.#sounding || this.#tail.rings;
  }

  /** A new run: what is heard at `now` ends, what has come is forgotten; `place` is for `frame`, which may be past. */
  start(now: number, frame: number, place: number, rate: number): void {
    this.#end(now);
    this.#ring.clear();
    this.#shift = 0;
    this.#line = { frame, place, rate };
  }

  /** Goes on at another rate from a frame on. */
  setRate(frame: number, rate: number): void {
    if (this.#line === undefined || this.#line.rate === rate) return;
    this.#line = { frame, place: this.#placeAt(frame), rate };
    if (this.#sounding) this.#tell(frame);
  }

  stop(frame: number): void {
    this.#end(frame);
    this.#line = undefined;
  }

  /** From 0 to 1, reached in a moment. */
  setVolume(volume: number): void {
    this.#wantedVolume = volume;
  }

  write(place: number, left: Float32Array, right: Float32Array, cut: boolean): void {
    if (this.#line !== undefined) this.#ring.write(place, left, right, cut);
  }

  /** The source's clock and its samples have gone apart by so many places: they are brought together by stretching. */
  shift(by: number): void {
    this.#shift += by;
  }

  /** Fills two channels with what is heard from `frame` on. */
  render(left: Float32Array, right: Float32Array, frame: number): void {
    const count = left.length;
    left.fill(0);
    right.fill(0);
    let done = 0;
    /** From where on what rings has not been added yet. */
    let rings = 0;
    while (done < count) {
      if (!this.#sounding && !this.#begin(frame + done)) break;
      if (this.#stretcher.ready === 0 && !this.#makeMore(frame + done)) {
        this.#tail.mixInto(left, right, 0, done);
        this.#end(frame + done);
        rings = done;
        break;
      }
      const part = Math.min(count - done, this.#stretcher.ready);
      this.#stretcher.read(left, right, done, part);
      this.#fadeIn(left, right, done, part);
      done += part;
    }
    this.#tail.mixInto(left, right, rings, count);
    this.#applyVolume(left, right);
  }

  #placeAt(frame: number): number {
    const { frame: from, place, rate } = this.#line ?? { frame, place: 0, rate: 1 };
    return place + (frame - from) * rate;
  }

  #begin(frame: number): boolean {
    if (this.#line === undefined || frame + 1 <= this.#line.frame) return false;
    const place = Math.round(this.#placeAt(frame) - this.#shift);
    const least = this.#leastRun * Math.max(1, this.#line.rate);
    if (this.#ring.readableTo(place) - place < least) return false;
    this.#stretcher.begin(place);
    this.#sounding = true;
    this.#faded = 0;
    this.#tell(frame);
    return true;
  }

  #makeMore(frame: number): boolean {
    const line = this.#line;
    if (line === undefined) return false;
    const place = this.#placeAt(frame) - this.#shift;
    if (this.#stretcher.make(place, line.rate, this.#fade.length)) return true;
    if (this.#ring.end - place > this.#leastRun) this.losses += 1;
    else this.underruns += 1;
    return false;
  }

  /** Lets what is heard ring out. */
  #end(frame: number): void {
    if (!this.#sounding) return;
    const length = this.#fade.length;
    this.#stretcher.readOn(this.#endLeft, this.#endRight, length);
    this.#fadeIn(this.#endLeft, this.#endRight, 0, length);
    this.#tail.open();
    for (let n = 0; n < length; n++) {
      const share = this.#fade[length - 1 - n] ?? 0;
      this.#tail.left[n] = (this.#tail.left[n] ?? 0) + (this.#endLeft[n] ?? 0) * share;
      this.#tail.right[n] = (this.#tail.right[n] ?? 0) + (this.#endRight[n] ?? 0) * share;
    }
    this.#sounding = false;
    this.#tell(frame);
  }

  #fadeIn(left: Float32Array, right: Float32Array, offset: number, count: number): void {
    const part = Math.min(count, this.#fade.length - this.#faded);
    for (let n = 0; n < part; n++) {
      const share = this.#fade[this.#faded + n] ?? 1;
      left[offset + n] = (left[offset + n] ?? 0) * share;
      right[offset + n] = (right[offset + n] ?? 0) * share;
    }
    this.#faded += Math.max(0, part);
  }

  #applyVolume(left: Float32Array, right: Float32Array): void {
    if (this.#volume === 1 && this.#wantedVolume === 1) return;
    for (let n = 0; n < left.length; n++) {
      const missing = this.#wantedVolume - this.#volume;
      this.#volume += Math.max(-this.#volumeStep, Math.min(this.#volumeStep, missing));
      left[n] = (left[n] ?? 0) * this.#volume;
      right[n] = (right[n] ?? 0) * this.#volume;
    }
  }

  #tell(frame: number): void {
    this.#onTurn({
      frame,
      place: this.#placeAt(frame),
      rate: this.#line?.rate ?? 1,
      sounding: this.#sounding,
    });
  }
}
