/** Gives one subscriber one track, frame by frame as the event clock reaches them, through the faults in force. */
import type { Timetable } from '../timetable.js';
import type { Paced } from '../../whep/pacer.js';
import { countAt, eventTimeOf, loopIndex } from '../../whep/timeline.js';
import type { Conditions } from '../../faults/conditions.js';
import { toldMicros, wrap, type Container, type Shot } from './container.js';
import { firstOf, groupOf, type EncodedSample, type Encoding } from './encoding.js';

/** A group being written: an @moq/net group, or what stands for one. */
export interface GroupSink {
  write(payload: Uint8Array, micros: number, shot: Shot): void;
  end(): void;
}

export interface FeedInput {
  readonly encoding: Encoding;
  readonly container: Container;
  readonly agenda: Timetable;
  readonly conditions: () => Conditions;
  /** 0 to 1; decides what faults hit. */
  readonly random: () => number;
  readonly begin: (group: number) => GroupSink;
}

interface OpenGroup {
  readonly number: number;
  readonly sink: GroupSink | undefined;
  /** ms by which all of it is late. */
  readonly heldMs: number;
  /** When its last frame so far leaves; the next never leaves earlier. */
  leavesAt: number;
}

/** After a longer pause the subscriber goes on with the current group instead of all it missed. */
const mostBehindMs = 1000;

/** Bytes flipped in a sample that is corrupted. */
const corruptBytes = 4;

export class Feed implements Paced {
  readonly #input: FeedInput;
  readonly #pending = new Set<() => void>();
  /** The frame to give next; undefined before the first. */
  #next: number | undefined;
  #group: OpenGroup | undefined;
  /** Loop index of the picture that is repeated. */
  #frozen: number | undefined;

  constructor(input: FeedInput) {
    this.#input = input;
  }

  /** Gives what has been captured by `now` (ms) and not been given: to a newcomer, the current group from its start. */
  advance(now: number): void {
    const { encoding, conditions } = this.#input;
    if (conditions().stall) return;
    const latest = countAt(encoding.grid, now);
    const fresh = this.#next === undefined || eventTimeOf(encoding.grid, this.#next) < now - mostBehindMs;
    const from = this.#next === undefined || fresh ? this.#startAt(latest) : this.#next;
    for (let count = from; count <= latest; count += 1) this.#give(count, now);
    this.#next = Math.max(from, latest + 1);
  }

  /** Frames that still wait are never given. */
  close(): void {
    for (const cancel of this.#pending) cancel();
    this.#pending.clear();
    this.#group = undefined;
  }

  /** The start of the group that `latest` is in, unless this subscriber has had some of it already. */
  #startAt(latest: number): number {
    const { encoding } = this.#input;
    const first = firstOf(encoding, groupOf(encoding, latest));
    return Math.max(first, this.#next ?? 0);
  }

  #give(count: number, now: number): void {
    const { encoding } = this.#input;
    const group = this.#groupOf(count, now);
    const first = count === firstOf(encoding, group.number);
    const sample = this.#sampleAt(count, first);
    if (!sample || !group.sink) return;
    const { conditions, container } = this.#input;
    const shot: Shot = { encoding, count, sample, first, clockErrorMs: conditions().clock };
    const { sink } = group;
    this.#at(group, now, () => sink.write(wrap(container, shot), toldMicros(shot), shot));
  }

  #groupOf(count: number, now: number): OpenGroup {
    const { encoding, conditions, random, begin } = this.#input;
    const number = groupOf(encoding, count);
    if (this.#group?.number === number) return this.#group;
    this.#finish(now);
    const { drop, reorder } = conditions();
    const lost = drop > 0 && random() < drop;
    const opened = {
      number,
      sink: lost ? undefined : begin(number),
      // Every other one is late, so that it comes behind its successor.
      heldMs: number % 2 === 1 ? reorder : 0,
      leavesAt: -Infinity,
    };
    this.#group = opened;
    return opened;
  }

  #finish(now: number): void {
    const group = this.#group;
    if (group?.sink) this.#at(group, now, () => group.sink?.end());
  }

  /** Now, or once the delays in force are over; never before what the group was given earlier. */
  #at(group: OpenGroup, now: number, run: () => void): void {
    const { agenda, conditions } = this.#input;
    const at = Math.max(now + conditions().delay + group.heldMs, group.leavesAt);
    group.leavesAt = at;
    if (at <= now) {
      run();
      return;
    }
    const cancel = agenda.at(at, () => {
      this.#pending.delete(cancel);
      run();
    });
    this.#pending.add(cancel);
  }

  #sampleAt(count: number, first: boolean): EncodedSample | undefined {
    const { encoding, conditions } = this.#input;
    const { freeze, truncate, corrupt } = conditions();
    const pictures = encoding.kind === 'video';
    if (pictures && freeze) this.#frozen ??= loopIndex(encoding.grid, this.#keyOf(count));
    // Thaws where pictures can be decoded anew: nobody has had the ones in between.
    else if (first) this.#frozen = undefined;
    const sample = encoding.samples[this.#frozen ?? loopIndex(encoding.grid, count)];
    if (!sample) return undefined;
    const whole = truncate && pictures ? firstHalf(sample) : sample;
    return corrupt > 0 && this.#input.random() < corrupt ? this.#corrupted(whole) : whole;
  }

  #keyOf(count: number): number {
    return firstOf(this.#input.encoding, groupOf(this.#input.encoding, count));
  }

  #corrupted({ data, key }: EncodedSample): EncodedSample {
    const copy = Uint8Array.from(data);
    for (let flipped = 0; flipped < corruptBytes && copy.byteLength > 0; flipped += 1) {
      const at = Math.floor(this.#input.random() * copy.byteLength);
      copy[at] = (copy[at] ?? 0) ^ 0xff;
    }
    return { data: copy, key };
  }
}

/** As if the encoder had stopped in the middle of the access unit. */
function firstHalf({ data, key }: EncodedSample): EncodedSample {
  return { data: data.subarray(0, Math.ceil(data.byteLength / 2)), key };
}
