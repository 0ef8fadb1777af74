import { deckTime } from '../contract.js';
import type { ConfigId, DeckRange, DeckTime, Sample, SampleReader, TrackConfig } from '../contract.js';
import { Gop } from './gop.js';
import { rangeAt, total } from './ranges.js';
import { countWhile } from './search.js';

/** Milliseconds: containers and feeds round times to microseconds or 90 kHz; a time this little before a picture is its own. */
export const timeTolerance = 0.05;
/** A hole no longer than this many durations of the picture before it is no hole: one picture is missing at most. */
const joinDurations = 1.5;
/** W3C MSE, coded frame processing: decoding order that jumps by more than this many durations starts anew, at a key frame. */
const jumpDurations = 2;
/** Milliseconds: segments of two renditions meet within this much, rounding included. */
const overlapTolerance = 5;

interface Appending {
  readonly last: Sample;
  readonly gop: Gop;
  /** The latest end of what was appended since the last jump. */
  readonly highestEnd: number;
}

/**
 * The samples of one track, in groups that each start at a key frame; what overlaps is replaced by W3C Media Source
 * Extensions' rules (3.5.8, coded frame processing), and a group without its key frame is never kept.
 */
export class TrackWindow implements SampleReader {
  readonly #config: (id: ConfigId) => TrackConfig;
  /** By the key frame's time; they do not overlap. */
  readonly #gops: Gop[] = [];
  readonly #owner = new WeakMap<Sample, Gop>();
  #gaps: DeckRange[] = [];
  #appending: Appending | undefined;
  /** Decoding time and distance of the newest samples offered, kept or not: what "a jump" is measured with. */
  #newest: { readonly decodeTime: number; readonly stride: number } | undefined;
  #version = 0;
  #bytes = 0;
  #ranges: { readonly version: number; readonly ranges: readonly DeckRange[] } | undefined;

  constructor(config: (id: ConfigId) => TrackConfig) {
    this.#config = config;
  }

  get version(): number {
    return this.#version;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get milliseconds(): number {
    return total(this.buffered);
  }

  get oldest(): Gop | undefined {
    return this.#gops[0];
  }

  config(id: ConfigId): TrackConfig {
    return this.#config(id);
  }

  /** Decoding order goes on from the sample before, or jumps to a key frame; anything else is of no use and left out. */
  push(sample: Sample): void {
    if (!Number.isFinite(sample.time) || !Number.isFinite(sample.decodeTime) || !(sample.duration > 0))
      return;
    const newest = this.#newest;
    const stride = newest === undefined ? 0 : sample.decodeTime - newest.decodeTime;
    const before = this.#appending;
    if (before !== undefined && newest !== undefined) {
      const longest = jumpDurations * Math.max(before.last.duration, newest.stride);
      if (stride <= 0 || stride > longest) this.#appending = undefined;
    }
    this.#newest = { decodeTime: sample.decodeTime, stride: Math.max(0, stride) };
    const appending = this.#appending;
    if (appending === undefined && !sample.key) return;
    this.#replace(sample, appending);
    const gop = sample.key || appending === undefined ? this.#insert(sample) : appending.gop;
    if (gop.key !== sample) gop.push(sample);
    if (sample.key || sample.time < gop.key.time) this.#end(this.#gops[this.#indexOf(gop) - 1], sample);
    this.#owner.set(sample, gop);
    this.#bytes += sample.data.byteLength;
    this.#appending = {
      last: sample,
      gop,
      highestEnd: Math.max(appending?.highestEnd ?? -Infinity, sample.time + sample.duration),
    };
    this.#version++;
  }

  /** Removes what is shown from a time to another, and what cannot be decoded without it. */
  remove({ from, to }: DeckRange): void {
    this.#removeShown(from, to, undefined);
    this.#version++;
  }

  /** Removes the oldest group. */
  evict(): void {
    const gop = this.#gops.shift();
    if (gop === undefined) return;
    if (this.#appending?.gop === gop) this.#appending = undefined;
    this.#forget(gop.decoding);
    const oldest = this.#gops[0];
    if (oldest !== undefined) this.#gaps = this.#gaps.filter(({ to }) => to > oldest.from);
    this.#version++;
  }

  gap(range: DeckRange): void {
    if (range.to > range.from) this.#gaps = [...this.#gaps, range].slice(-maxGaps);
    this.#version++;
  }

  /** The gap that is known to be at a time. */
  gapAt(time: DeckTime): DeckRange | undefined {
    return rangeAt(this.#gaps, time, overlapTolerance);
  }

  /** In presentation time. Holes of at most one picture are none. */
  get buffered(): readonly DeckRange[] {
    if (this.#ranges?.version === this.#version) return this.#ranges.ranges;
    const ranges: DeckRange[] = [];
    this.#gops.forEach((gop, index) => {
      const last = ranges.at(-1);
      if (last !== undefined && this.#joined(index))
        ranges[ranges.length - 1] = { from: last.from, to: deckTime(Math.max(last.to, gop.to)) };
      else ranges.push({ from: gop.key.time, to: gop.to });
    });
    this.#ranges = { version: this.#version, ranges };
    return ranges;
  }

  at(time: DeckTime): Sample | undefined {
    const index = countWhile(this.#gops, ({ from }) => from <= time + timeTolerance) - 1;
    const gop = this.#gops[index];
    if (gop === undefined) return this.#first(0);
    const sample = gop.showing[gop.countUntil(time + timeTolerance) - 1];
    if (sample === undefined || this.#hidden(sample, gop, index)) return gop.key;
    const next = this.shownAfter(sample);
    const joined = sample !== gop.last || this.#joined(index + 1);
    return joined || time < sample.time + sample.duration - timeTolerance ? sample : next;
  }

  /** The picture shown last before a time, or at it. */
  before(time: DeckTime): Sample | undefined {
    const index = countWhile(this.#gops, ({ from }) => from <= time + timeTolerance) - 1;
    const gop = this.#gops[index];
    const sample = gop?.showing[gop.countUntil(time + timeTolerance) - 1];
    if (gop === undefined || sample === undefined) return undefined;
    return this.#hidden(sample, gop, index) ? this.#gops[index - 1]?.last : sample;
  }

  after(sample: Sample): Sample | undefined {
    const gop = this.#owner.get(sample);
    if (gop === undefined) return undefined;
    const next = gop.decoding[gop.indexOf(sample) + 1];
    if (next !== undefined) return next;
    const index = this.#indexOf(gop) + 1;
    return this.#joined(index) ? this.#gops[index]?.key : undefined;
  }

  has(sample: Sample): boolean {
    return this.#owner.has(sample);
  }

  /** The key frame of a sample's own group. */
  key(sample: Sample): Sample | undefined {
    return this.#owner.get(sample)?.key;
  }

  /** The key frame where decoding has to begin for a sample to come out right. */
  start(sample: Sample): Sample | undefined {
    const gop = this.#owner.get(sample);
    if (gop === undefined) return undefined;
    const index = this.#indexOf(gop);
    // Pictures that lead their key frame refer to the group before it.
    const leads = sample.time < gop.key.time && this.#joined(index);
    return leads ? this.#gops[index - 1]?.key : gop.key;
  }

  /** The key frame that starts the next group in time, across holes too. */
  nextKey(sample: Sample): Sample | undefined {
    return this.#gops[countWhile(this.#gops, ({ key }) => key.time <= sample.time)]?.key;
  }

  /** The picture that follows on screen, across holes too. */
  shownAfter(sample: Sample): Sample | undefined {
    const gop = this.#owner.get(sample);
    if (gop === undefined) return undefined;
    return (
      gop.showing[gop.showing.indexOf(sample, gop.countUntil(sample.time - timeTolerance)) + 1] ??
      this.#first(this.#indexOf(gop) + 1)
    );
  }

  /** The picture that precedes it on screen, across holes too. */
  shownBefore(sample: Sample): Sample | undefined {
    const gop = this.#owner.get(sample);
    if (gop === undefined) return undefined;
    const index = this.#indexOf(gop);
    const before = gop.showing[gop.showing.indexOf(sample, gop.countUntil(sample.time - timeTolerance)) - 1];
    if (before !== undefined && !this.#hidden(before, gop, index)) return before;
    return this.#gops[index - 1]?.last;
  }

  /** Whether a sample is followed at once, without a hole. */
  followed(sample: Sample): boolean {
    const gop = this.#owner.get(sample);
    return gop !== undefined && (sample !== gop.last || this.#joined(this.#indexOf(gop) + 1));
  }

  get last(): Sample | undefined {
    return this.#gops.at(-1)?.last;
  }

  /** The first picture of a group that can be shown. */
  #first(index: number): Sample | undefined {
    const gop = this.#gops[index];
    return gop === undefined || !this.#joined(index) ? gop?.key : gop.showing[0];
  }

  /** Leading pictures without the group before them cannot be decoded. */
  #hidden(sample: Sample, gop: Gop, index: number): boolean {
    return sample.time < gop.key.time && !this.#joined(index);
  }

  /** Whether a group follows the one before it without a hole. */
  #joined(index: number): boolean {
    const before = this.#gops[index - 1];
    const gop = this.#gops[index];
    return (
      before !== undefined &&
      gop !== undefined &&
      gop.from - before.to <= joinDurations * before.last.duration + timeTolerance
    );
  }

  #indexOf(gop: Gop): number {
    return this.#gops.indexOf(
      gop,
      countWhile(this.#gops, ({ key }) => key.time < gop.key.time),
    );
  }

  #insert(key: Sample): Gop {
    const gop = new Gop(key);
    this.#gops.splice(
      countWhile(this.#gops, (other) => other.key.time < key.time),
      0,
      gop,
    );
    return gop;
  }

  #replace(sample: Sample, appending: Appending | undefined): void {
    const end = sample.time + sample.duration;
    const tolerance = Math.min(overlapTolerance, sample.duration / 4);
    const cleared = appending?.highestEnd ?? sample.time;
    // A picture shown before others that were decoded earlier (reordering) lies in a range that has been cleared. A key frame
    // there is of a segment that begins a little early: nothing may be left between it and what follows it.
    const from = sample.key ? Math.min(cleared, sample.time) : cleared;
    if (from < end) this.#removeShown(from - tolerance, end - tolerance, appending?.gop);
  }

  /**
   * Groups do not interleave: what is left of the one before is not shown after this sample. MSE would leave pictures there
   * that were decoded before the one that was replaced, with holes between them.
   */
  #end(before: Gop | undefined, sample: Sample): void {
    const from = sample.time - Math.min(overlapTolerance, sample.duration / 4);
    if (before !== undefined && before.last.time >= from) this.#cut(before, from, Infinity);
  }

  #removeShown(from: number, to: number, except: Gop | undefined): void {
    let index = countWhile(this.#gops, (gop) => gop.to <= from);
    for (let gop = this.#gops[index]; gop !== undefined && gop.from < to; gop = this.#gops[index]) {
      if (gop === except || this.#cut(gop, from, to)) index++;
    }
  }

  /** Takes from a group what is shown in a range and all that may need it; whether anything of the group is left. */
  #cut(gop: Gop, from: number, to: number): boolean {
    const index = gop.decoding.findIndex(({ time }) => time >= from && time < to);
    if (index === -1) return true;
    if (this.#appending?.gop === gop) this.#appending = undefined;
    if (index === 0) this.#gops.splice(this.#indexOf(gop), 1);
    this.#forget(index === 0 ? gop.decoding : gop.cut(index));
    return index > 0;
  }

  #forget(samples: readonly Sample[]): void {
    for (const sample of samples) {
      this.#owner.delete(sample);
      this.#bytes -= sample.data.byteLength;
    }
  }
}

/** A feed that loses something every second for ten minutes fills this; older gaps are behind the viewer by then. */
const maxGaps = 600;
