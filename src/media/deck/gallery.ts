import type { DeckTime, Sample } from '../contract.js';
import { bridgeMs, sameInstant } from '../video/index.js';
import type { Supply } from '../video/index.js';
import { timeTolerance } from '../window/index.js';
import type { SampleStore } from '../window/index.js';
import type { Screen } from './screen.js';
import { endOf, spotAt } from './spot.js';
import type { Spot } from './spot.js';

/** Which picture belongs to a time, and the way of the decoded one to the screen. */
export class Gallery {
  readonly #store: SampleStore;
  readonly #supply: Supply;
  readonly #screen: Screen;

  constructor(store: SampleStore, supply: Supply, screen: Screen) {
    this.#store = store;
    this.#supply = supply;
    this.#screen = screen;
  }

  /** What the video track has at a time, for who goes forward. */
  spot(time: DeckTime): Spot {
    return spotAt(this.#store.video, time, this.#store.ended);
  }

  /** The sample itself, else the nearest before it that can be decoded, else the nearest after it. */
  decodable(sample: Sample | undefined): Sample | undefined {
    const { video } = this.#store;
    const lost = (one: Sample | undefined): one is Sample => one !== undefined && this.#supply.isLost(one);
    let before = sample;
    while (lost(before)) before = video.shownBefore(before);
    let after = sample;
    while (before === undefined && lost(after)) after = video.shownAfter(after);
    return before ?? after;
  }

  /** The picture somebody gets who asks for a time: the last one from the end on; undefined: it has to be waited for. */
  asked(time: DeckTime): Sample | undefined {
    const spot = this.spot(time);
    if (spot.kind === 'nothing') return undefined;
    if (spot.kind === 'over') return this.decodable(this.#store.video.at(time));
    return this.decodable(spot.kind === 'here' ? spot.sample : this.#store.video.before(time));
  }

  /**
   * The picture that ends a hole which may still be filled: one with nothing shortly before it. Holes of a few pictures
   * between others, and before the first picture of a timeline, stay as they are.
   */
  beyondHole(time: DeckTime): Sample | undefined {
    const { video, ended } = this.#store;
    if (ended || time < bridgeMs || video.gapAt(time) !== undefined) return undefined;
    const next = video.at(time);
    if (next === undefined || next.time <= time + timeTolerance) return undefined;
    const before = video.before(time);
    return before === undefined || next.time - endOf(before) > bridgeMs ? next : undefined;
  }

  /** The picture some number of pictures away, or as far as there are any. */
  stepped(from: DeckTime, pictures: number): Sample | undefined {
    const { video } = this.#store;
    let sample = video.at(from) ?? video.before(from);
    for (let left = Math.abs(Math.trunc(pictures)); left > 0 && sample !== undefined;) {
      const next: Sample | undefined = pictures > 0 ? video.shownAfter(sample) : video.shownBefore(sample);
      if (next === undefined) break;
      sample = next;
      if (!this.#supply.isLost(next)) left--;
    }
    return sample;
  }

  /** Whether this instant is on screen. */
  shows(sample: Sample): boolean {
    const current = this.#screen.current;
    return current !== undefined && sameInstant(current.sample, sample);
  }

  /** Shows the picture if it is decoded, else sees to it; `late`: pictures before it were meant to be shown. */
  show(sample: Sample, late = false): void {
    const picture = this.#supply.find(sample);
    if (picture === undefined) {
      if (!this.#supply.isLost(sample)) this.#supply.aim(sample, late);
    } else if (!this.#screen.busy) {
      this.#supply.take(picture, late);
      this.#screen.show(picture);
    }
  }
}
