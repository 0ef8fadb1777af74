import { deckTime } from '../contract.js';
import type { DeckTime, Sample } from '../contract.js';
import type { ToWorklet } from './messages.js';
import { Resampler } from './resampler.js';
import { stereoOf } from './stereo.js';
import type { Turn } from './voice.js';
import { Turns } from './turns.js';

/** Milliseconds that a packet's time may be off the end of the packet before it: containers round. */
const rounding = 4;
/** Share of a packet by which its time may be off where it goes on from the packet before: more is a loss, or a jump. */
const mostDrift = 0.4;
/** Share of a packet by which sound may be longer than it: what is more was made of a damaged header. */
const mostExcess = 0.25;

/**
 * One unbroken way of the clock, as heard: from a start, seek or unmuting to the next stop. Puts decoded sound to its place, and
 * knows which deck time belongs to a frame of the audio context.
 */
export class Run {
  readonly id: number;
  /** Nothing before this is worth hearing. */
  readonly from: DeckTime;
  rate: number;
  /** When it last went quiet, milliseconds of this thread's clock. */
  quietSince: number;
  readonly #base: DeckTime;
  readonly #sampleRate: number;
  readonly #post: (message: ToWorklet, transfer?: Transferable[]) => void;
  readonly #turns = new Turns();
  #line: Turn;
  #resampler: Resampler | undefined;
  #sourceRate = 0;
  #config: number | undefined;
  #cut = true;
  #nextPlace = 0;
  #nextTime = 0;
  /** Places that the source's clock and its samples have gone apart by. */
  #shift = 0;

  /** @param line what the clock is to hear, from a frame on; place 0 is at `base` */
  constructor(
    id: number,
    base: DeckTime,
    from: DeckTime,
    line: Turn,
    sampleRate: number,
    now: number,
    post: (message: ToWorklet, transfer?: Transferable[]) => void,
  ) {
    this.id = id;
    this.from = from;
    this.rate = line.rate;
    this.quietSince = now;
    this.#base = base;
    this.#line = line;
    this.#sampleRate = sampleRate;
    this.#post = post;
    post({ type: 'start', run: id, frame: line.frame, place: line.place, rate: line.rate });
  }

  get sounding(): boolean {
    return this.#line.sounding;
  }

  setRate(rate: number): void {
    this.rate = rate;
    this.#post({ type: 'rate', rate });
  }

  /** What the worklet did. */
  hear(turns: readonly Turn[], now: number): void {
    const newest = turns.at(-1);
    if (newest === undefined) return;
    this.#turns.add(turns);
    if (this.#line.sounding && !newest.sounding) this.quietSince = now;
    this.#line = newest;
  }

  /** The deck time that belongs to a frame, heard or not. */
  timeAt(frame: number): DeckTime {
    return this.#time(this.#line.place + (frame - this.#line.frame) * this.#line.rate);
  }

  /** The deck time that is heard with a frame; undefined for silence. */
  heardAt(frame: number): DeckTime | undefined {
    const place = this.#turns.placeAt(frame);
    return place === undefined ? undefined : this.#time(place);
  }

  /** The next sound does not go on from the sound before it. */
  cut(): void {
    this.#cut = true;
  }

  /** Sends a decoded packet on its way. The data stays the caller's. */
  take(data: AudioData, { time, duration, config }: Sample): void {
    const most = Math.ceil((duration / 1000) * data.sampleRate * (1 + mostExcess));
    const sound = stereoOf(data, Math.min(data.numberOfFrames, most));
    const milliseconds = (sound.left.length / data.sampleRate) * 1000;
    const off = time - this.#nextTime;
    const cut =
      this.#cut ||
      Math.abs(off) > Math.max(rounding, duration * mostDrift) ||
      config !== this.#config ||
      data.sampleRate !== this.#sourceRate;
    if (cut) {
      this.#cut = false;
      this.#config = config;
      this.#sourceRate = data.sampleRate;
      this.#resampler =
        data.sampleRate === this.#sampleRate ? undefined : new Resampler(data.sampleRate, this.#sampleRate);
      this.#nextPlace = Math.round(((time - this.#base) / 1000) * this.#sampleRate) - this.#shift;
      this.#nextTime = time;
    } else if (Math.abs(off) > rounding) {
      const by = Math.round((off / 1000) * this.#sampleRate);
      this.#shift += by;
      this.#nextTime = time;
      this.#post({ type: 'shift', run: this.id, by });
    }
    const { left, right } = this.#resampler?.process(sound) ?? sound;
    const place = this.#nextPlace;
    this.#nextPlace += left.length;
    this.#nextTime += milliseconds;
    this.#post({ type: 'samples', run: this.id, place, left, right, cut }, [left.buffer, right.buffer]);
  }

  #time(place: number): DeckTime {
    return deckTime(this.#base + (place / this.#sampleRate) * 1000);
  }
}
