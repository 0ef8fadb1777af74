import type { Clock } from '../clock/index.js';
import { deckTime } from '../contract.js';
import type { DeckTime, Sample, Sound } from '../contract.js';
import type { Supply } from '../video/index.js';
import { rangeAt } from '../window/index.js';
import type { SampleStore } from '../window/index.js';
import type { Gallery } from './gallery.js';
import type { Reverse } from './reverse.js';
import type { Screen } from './screen.js';
import { endOf, spotAt } from './spot.js';
import type { Spot } from './spot.js';
import type { DeckState } from './state.js';

/** Milliseconds the picture may lag behind a moving clock while the decoder catches up, before the clock waits for it. */
const lagGraceMs = 100;
/** Milliseconds before the end of the last picture: where the clock stands while it waits for the next one. */
const beforeEnd = 0.1;
/** Holes in a row that are passed over in one repaint. */
const holesAtOnce = 8;
/** Milliseconds of sound that have to be there before a clock that waited for it goes on: a few packets. */
const soundAhead = 60;

export interface MotionParts {
  readonly store: SampleStore;
  readonly supply: Supply;
  readonly reverse: Reverse;
  readonly screen: Screen;
  readonly gallery: Gallery;
  readonly clock: Clock;
  readonly sound: Sound;
  readonly state: DeckState;
  /** Somebody sees pictures. */
  readonly watched: () => boolean;
  /** Somebody hears sound at this rate. */
  readonly listened: () => boolean;
  /** The clock has passed over a hole. */
  readonly discontinuity: () => void;
}

/** Moves the clock, as far as there are pictures for it, and shows the picture of its time. */
export class Motion {
  readonly #parts: MotionParts;

  constructor(parts: MotionParts) {
    this.#parts = parts;
  }

  /** One look, before a repaint. */
  advance(now: number): void {
    const { clock, sound, state } = this.#parts;
    if (clock.moving) clock.follow(sound.heard(now), now);
    if (!state.wantsToMove) this.#reconcile(now);
    else if (state.rate.peek() > 0) this.#goForward(now);
    else this.#goBack(now);
  }

  go(now: number): void {
    const { clock, state } = this.#parts;
    state.starving.value = false;
    if (clock.moving) return;
    clock.start(now);
    this.steer(now);
  }

  /** Stops the clock; starving: it wants to go on. */
  halt(now: number, starving: boolean): void {
    const { clock, state } = this.#parts;
    state.starving.value = starving;
    if (!clock.moving) return;
    clock.stop(now);
    this.steer(now);
  }

  /** Tells the sound where the clock is and how it goes. */
  steer(now: number): void {
    this.#parts.sound.steer(this.#parts.clock.plan(now));
  }

  /** Nothing moves: the picture on screen is the clock's. */
  #reconcile(now: number): void {
    const { gallery, clock, watched } = this.#parts;
    if (!watched()) return;
    const spot = gallery.spot(clock.time(now));
    if (spot.kind === 'here' && !gallery.shows(spot.sample)) gallery.show(spot.sample);
  }

  #goForward(now: number): void {
    const { clock, discontinuity } = this.#parts;
    for (let hole = 0; hole < holesAtOnce; hole++) {
      const spot = this.#leading(clock.time(now));
      if (spot.kind === 'here') this.#follow(now);
      else if (spot.kind === 'end') this.#end(now);
      else if (spot.kind === 'nothing') this.#starve(now);
      if (spot.kind !== 'over') return;
      discontinuity();
      clock.set(spot.to, now);
      this.steer(now);
    }
  }

  /** What the clock's time has, in the track that leads: video where there is one. */
  #leading(time: DeckTime): Spot {
    const { store, gallery } = this.#parts;
    const picture = store.configured('video') ? gallery.spot(time) : undefined;
    const sound = this.#needsSound ? spotAt(store.audio, time, store.ended) : undefined;
    if (picture === undefined || sound === undefined) return picture ?? sound ?? { kind: 'nothing' };
    if (picture.kind === 'over' || picture.kind === 'nothing') return picture;
    // Whichever track is longer is played to its end; sound that is missing holds the picture up.
    if (picture.kind === 'end') return sound.kind === 'over' ? picture : sound;
    return sound.kind === 'nothing' ? sound : picture;
  }

  get #needsSound(): boolean {
    const { store, listened } = this.#parts;
    return store.configured('audio') && (!store.configured('video') || listened());
  }

  /** There is a picture for now, or there will be as soon as it is decoded. */
  #follow(now: number): void {
    const { clock, gallery, screen, supply, state, watched } = this.#parts;
    const time = clock.time(now);
    const spot = gallery.spot(time);
    const sample = spot.kind === 'here' ? spot.sample : undefined;
    if (sample !== undefined && watched() && !gallery.shows(sample)) {
      gallery.show(sample, clock.moving);
      if (screen.busy || supply.isLost(sample)) return this.#unlessWaiting(now, sample);
      const current = screen.current;
      const lag = current === undefined ? Infinity : Math.abs(time - endOf(current.sample));
      if (!clock.moving || (supply.find(sample) === undefined && lag > lagGraceMs)) this.halt(now, true);
      return;
    }
    if (clock.moving) state.starving.value = false;
    else this.#unlessWaiting(now, sample);
  }

  #unlessWaiting(now: number, sample: Sample | undefined): void {
    const { clock } = this.#parts;
    if (clock.moving || (this.#hasNext(sample) && this.#hasSound(clock.time(now)))) this.go(now);
    else this.halt(now, true);
  }

  /** Whether the clock may go on past a picture: the next one is there, or it goes on without. */
  #hasNext(sample: Sample | undefined): boolean {
    const { store, gallery, supply, watched } = this.#parts;
    if (sample === undefined) return true;
    if (!store.video.followed(sample)) {
      const { kind } = gallery.spot(endOf(sample));
      return kind === 'over' || kind === 'end';
    }
    const next = store.video.shownAfter(sample);
    if (next === undefined || !watched() || supply.isLost(next)) return true;
    if (supply.find(next) !== undefined) return true;
    supply.aim(next);
    return false;
  }

  #hasSound(time: DeckTime): boolean {
    const { store } = this.#parts;
    if (!this.#needsSound || store.ended) return true;
    const range = rangeAt(store.audio.buffered, time, soundAhead);
    return range === undefined ? store.audio.gapAt(time) !== undefined : range.to - time >= soundAhead;
  }

  /** All that there will be has been shown. */
  #end(now: number): void {
    const { clock, store, state } = this.#parts;
    const time = clock.time(now);
    this.halt(now, false);
    if (time > store.last) clock.set(store.last, now);
    state.ended.value = true;
    this.#showLast(time);
  }

  /** The clock waits within the last picture there is. */
  #starve(now: number): void {
    const { clock, store } = this.#parts;
    const time = clock.time(now);
    const last = store.video.before(time);
    if (last !== undefined && time < endOf(last) + lagGraceMs) {
      if (clock.moving && time >= endOf(last)) clock.set(deckTime(endOf(last) - beforeEnd), now);
      this.#showLast(time);
    }
    this.halt(now, true);
  }

  #showLast(time: DeckTime): void {
    const { store, gallery, watched } = this.#parts;
    if (!watched()) return;
    const last = gallery.decodable(store.video.before(time));
    if (last !== undefined && !gallery.shows(last)) gallery.show(last);
  }

  #goBack(now: number): void {
    const { clock, store, gallery, reverse, screen, watched, discontinuity } = this.#parts;
    const { video } = store;
    const time = clock.time(now);
    const at = video.before(time);
    const sample = gallery.decodable(at);
    if (at === undefined || sample === undefined) {
      const first = video.at(time);
      if (first !== undefined) clock.set(first.time, now);
      // The beginning of what there is: its picture stays.
      this.halt(now, first === undefined);
      return;
    }
    if (time >= endOf(at) && !video.followed(at)) {
      clock.set(deckTime(endOf(at) - beforeEnd), now);
      discontinuity();
    }
    if (watched() && !gallery.shows(sample)) {
      const picture = reverse.find(sample);
      if (picture === undefined) reverse.want(sample);
      else if (!screen.busy) {
        reverse.take(picture);
        screen.show(picture);
      }
      const current = screen.current;
      const lag = current === undefined ? Infinity : Math.abs(current.sample.time - time);
      if (!clock.moving || (picture === undefined && lag > lagGraceMs)) this.halt(now, true);
      return;
    }
    const before = video.shownBefore(sample);
    if (before === undefined) {
      if (time > sample.time) this.go(now);
      else this.halt(now, false);
      return;
    }
    if (watched()) reverse.prepare(sample);
    if (clock.moving || !watched() || reverse.find(before) !== undefined) this.go(now);
    else this.halt(now, true);
  }
}
