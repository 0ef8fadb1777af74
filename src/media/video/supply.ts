import type { Logger, OlympicPlayerError } from '../../base/index.js';
import { deckTime } from '../contract.js';
import type { ConfigId, DeckTime, Sample } from '../contract.js';
import type { MediaEnvironment } from '../environment.js';
import { timeTolerance } from '../window/index.js';
import type { TrackWindow } from '../window/index.js';
import { Damage } from './damage.js';
import { DecoderLife, decoderConfig } from './decoder-life.js';
import type { InFlight } from './decoder-life.js';
import { Doctor, symptomOf, undecodable } from './doctor.js';
import type { Symptom } from './doctor.js';
import { Picture, sameInstant } from './picture.js';
import type { FrameLedger } from './picture.js';
import { isDeep, isReordered } from './reordering.js';

/** Frames a decoder may have out at once: hardware pools hold 8 at least (w3c/webcodecs#612), and then stand still. */
export const frameLimit = 8;
/** Chunks a decoder may be given whose pictures will be closed at once: enough to keep it busy. */
const skippedLimit = 16;
/** Milliseconds between looks at a decoder that owes a picture. */
const lookMs = 40;
/** Milliseconds without an answer after which an idle decoder gets one chunk more at each look: some hold back a dozen. */
const nudgeMs = 120;
/** H.264 and HEVC keep 16 pictures at most for reordering. */
const nudgeLimit = 16;
/** Milliseconds without another sample after which what is held back for reordering is asked for. */
const drainMs = 250;
/**
 * Milliseconds without an answer after which a decoder counts as dead. Loading one takes a few hundred on a slow machine; two of
 * them in a row have to be found out before the viewer's patience is at its end (the session's stall watch: 4 s).
 */
const silentMs = 1500;
/** Milliseconds to wait for each sample's answer while looking for a damaged one. */
const carefulMs = 60;
/** Milliseconds without a picture taken after which a decoder that was taken away is not missed yet. */
const idleMs = 1000;
/** Milliseconds of a hole that is passed over without being told: an edit, a rounding, a few pictures. */
export const bridgeMs = 100;

export interface SupplyOptions {
  readonly window: TrackWindow;
  readonly environment: MediaEnvironment;
  readonly log: Logger;
  readonly ledger: FrameLedger;
  /** Nothing more will be appended for now. */
  readonly ended: () => boolean;
  /** There is a picture more, or a sample less to wait for. */
  readonly changed: () => void;
  readonly failed: (error: OlympicPlayerError) => void;
}

/**
 * Decoded pictures in the order of showing, a few ahead of where they are wanted. It feeds the decoder from the window,
 * closes what comes before the wanted picture, and builds the decoder anew when it breaks, from the last key frame.
 */
export class Supply {
  readonly #options: SupplyOptions;
  readonly #doctor = new Doctor();
  readonly #damage: Damage;
  #life: DecoderLife | undefined;
  #config: ConfigId | undefined;
  #deep = false;
  #ready: Picture[] = [];
  /** Feeding goes on; otherwise what is decoded is kept and nothing else happens. */
  #running = false;
  /** Goes up with every start elsewhere: what was fed before is of no use. */
  #epoch = 0;
  /** The sample fed last, while the next one can follow it. */
  #last: Sample | undefined;
  /** The key frame to begin with. */
  #next: Sample | undefined;
  /** What is shown before this is decoded only because others need it. */
  #from = deckTime(-Infinity);
  /** Where what has been fed ends. */
  #reach = deckTime(-Infinity);
  #wanted: Sample | undefined;
  /** More than the limit would have come: what is shown from here on was closed and has to be decoded again. */
  #cut: DeckTime | undefined;
  #allowance = 0;
  #careful: { readonly until: number } | undefined;
  #answered = true;
  #lastProgress = 0;
  #lastTaken = -Infinity;
  #cancelTimer: (() => void) | undefined;
  #generation = 0;
  #closed = false;
  readonly counts = { decoded: 0, dropped: 0, rebuilds: 0, feeding: 0 };

  constructor(options: SupplyOptions) {
    this.#options = options;
    this.#damage = new Damage(options.window);
  }

  get lost(): number {
    return this.#damage.count;
  }

  /** What decodes now, for people. */
  get decoder(): string | undefined {
    if (this.#life === undefined || this.#config === undefined) return undefined;
    return `${this.#options.window.config(this.#config).codec} (${this.#doctor.acceleration})`;
  }

  /** Whether a sample cannot be decoded, nor ever will be. */
  isLost(sample: Sample): boolean {
    return this.#damage.has(sample);
  }

  /** The decoded picture of a sample, if it is there. */
  find(sample: Sample): Picture | undefined {
    return this.#ready.find((picture) => sameInstant(picture.sample, sample));
  }

  /** Hands a picture over: its owner is the caller now. Those before it are closed; `late`: they were meant to be shown. */
  take(picture: Picture, late = false): void {
    this.#lastTaken = this.#now;
    this.#dropBefore(picture.sample.time, late);
    this.#ready = this.#ready.filter((other) => other !== picture);
    this.#from = deckTime(Math.max(this.#from, picture.sample.time + timeTolerance));
    this.pump();
  }

  /** Wants the picture of a sample, and those after it. */
  aim(sample: Sample, late = false): void {
    if (this.#closed) return;
    this.#running = true;
    this.#dropBefore(sample.time, late);
    if (this.find(sample) === undefined && !this.isLost(sample)) {
      if (this.#wanted === undefined || !sameInstant(this.#wanted, sample)) this.#lastProgress = this.#now;
      this.#wanted = sample;
      if (this.#underWay(sample) || this.#reachable(sample))
        this.#from = deckTime(sample.time - timeTolerance);
      else this.#startAt(sample);
    } else this.#wanted = undefined;
    this.pump();
  }

  /** Decodes no further; what is decoded stays for a while. */
  rest(): void {
    this.#running = false;
    this.#wanted = undefined;
    this.#stopTimer();
  }

  /** Closes what is decoded and lets the decoder go. */
  release(): void {
    this.rest();
    this.#clear();
    this.#epoch++;
    this.#endLife();
    this.#last = this.#next = this.#cut = undefined;
    this.#from = this.#reach = deckTime(Infinity);
  }

  close(): void {
    this.#closed = true;
    this.release();
  }

  /** Feeds what there is room for. */
  pump(): void {
    while (this.#running && !this.#closed && this.#cut === undefined && this.#life?.flushing !== true) {
      const sample = this.#following();
      if (sample === undefined) {
        if (this.#options.ended()) this.#drain();
        break;
      }
      if (this.isLost(sample)) {
        this.#damage.skip(sample);
        this.#passed(sample);
      } else if (this.#hasRoom(sample)) this.#feed(sample);
      else break;
    }
    this.#resumeAfterCut();
    this.#watch();
  }

  get #now(): number {
    return this.#options.environment.monotonic();
  }

  /** The next sample to feed; where the one before has no successor, decoding goes on from a key frame. */
  #following(): Sample | undefined {
    if (this.#next !== undefined) return this.#next;
    const { window } = this.#options;
    const after = this.#last === undefined ? undefined : window.after(this.#last);
    if (after !== undefined) return after;
    let target = window.at(this.#reach);
    if (target === undefined) return undefined;
    if (target.time > this.#reach + bridgeMs && window.gapAt(this.#reach) === undefined) return undefined;
    while (target !== undefined && this.isLost(target)) {
      for (
        let gone: Sample | undefined = target;
        gone !== undefined && this.isLost(gone);
        gone = window.after(gone)
      )
        this.#damage.skip(gone);
      target = window.nextKey(target);
    }
    if (target === undefined) return undefined;
    if (this.#last !== undefined && window.has(this.#last) && target.decodeTime <= this.#last.decodeTime)
      return undefined;
    this.#from = deckTime(Math.max(this.#from, target.time - timeTolerance));
    this.#next = window.start(target);
    return this.#next;
  }

  #hasRoom(sample: Sample): boolean {
    const inFlight = this.#life?.inFlight;
    if (this.#careful !== undefined) return this.#answered;
    if (inFlight === undefined) return this.#options.ledger.fromDecoder < frameLimit;
    if (inFlight.size >= skippedLimit + this.#allowance) return false;
    if (sample.time < this.#from) return true;
    let coming = 0;
    for (const entry of inFlight.values()) if (this.#isVisible(entry)) coming++;
    return coming + this.#options.ledger.fromDecoder < frameLimit + this.#allowance;
  }

  #isVisible({ epoch, sample }: InFlight): boolean {
    return epoch === this.#epoch && sample.time >= this.#from;
  }

  #feed(sample: Sample): void {
    const began = this.#now;
    const life = this.#life ?? this.#begin(sample);
    if (life === undefined) return;
    if (this.#last === undefined && life.fed > 0) {
      // Key frames that are no clean start (open groups) are taken for damaged ones after pictures of another place.
      life.reset();
      this.#config = undefined;
    }
    const deep = sample.key ? isDeep(sample, this.#options.window, this.#deep) : this.#deep;
    if (this.#config !== sample.config || deep !== this.#deep) {
      this.#deep = deep;
      if (!sample.key) {
        this.#damage.mark(sample);
        return;
      }
      this.#configure(life, sample);
    }
    if (life !== this.#life) return;
    if (life.inFlight.size === 0) this.#lastProgress = began;
    this.#answered = false;
    this.#passed(sample);
    life.decode(sample, this.#epoch);
    this.counts.feeding += this.#now - began;
  }

  #passed(sample: Sample): void {
    this.#next = undefined;
    this.#last = sample;
    this.#reach = deckTime(Math.max(this.#reach, sample.time + sample.duration));
    if (this.#careful !== undefined && sample.decodeTime > this.#careful.until) {
      this.#careful = undefined;
      this.#doctor.recovered();
    }
  }

  #begin(sample: Sample): DecoderLife | undefined {
    const { environment, window, failed } = this.#options;
    try {
      const life: DecoderLife = new DecoderLife(environment, {
        output: (frame, entry) => this.#output(frame, entry),
        swallowed: (entry) => this.#swallowed(entry),
        failed: (error) => this.#failed(life, symptomOf(error), error),
      });
      this.#life = life;
      this.#config = undefined;
      this.#allowance = 0;
      return life;
    } catch (error) {
      // There is no VideoDecoder here at all.
      this.close();
      failed(undecodable('unsupported', window.config(sample.config).codec, error));
      return undefined;
    }
  }

  #configure(life: DecoderLife, key: Sample): void {
    const config = this.#options.window.config(key.config);
    if (config.kind !== 'video') return;
    this.#config = key.config;
    const holdsBack = this.#deep || isReordered(key, this.#options.window);
    life.configure(decoderConfig(config, this.#doctor.acceleration, holdsBack));
  }

  #output(frame: VideoFrame, entry: InFlight): void {
    const began = this.#now;
    const { sample } = entry;
    this.#lastProgress = began;
    this.#answered = true;
    this.counts.decoded++;
    this.#doctor.worked();
    if (!this.#isVisible(entry) || (this.#cut !== undefined && sample.time >= this.#cut)) frame.close();
    else this.#keep(new Picture(frame, sample, this.#generation, this.#options.ledger));
    if (this.#wanted !== undefined && sameInstant(this.#wanted, sample)) this.#wanted = undefined;
    this.counts.feeding += this.#now - began;
    this.#options.changed();
    this.pump();
  }

  #keep(picture: Picture): void {
    const at = this.#ready.findLastIndex(({ sample }) => sample.time < picture.sample.time) + 1;
    this.#ready.splice(at, 0, picture);
    if (this.#options.ledger.fromDecoder <= frameLimit) return;
    // It gave more at once than anyone may hold: the latest goes, and is decoded again once there is room.
    const last = this.#ready.pop();
    last?.close();
    this.#cut = last?.sample.time;
  }

  /** Once what is before the cut has been taken, decoding goes on from there. */
  #resumeAfterCut(): void {
    const cut = this.#cut;
    if (cut === undefined || !this.#running || this.#ready.length > 0) return;
    for (const entry of this.#life?.inFlight.values() ?? [])
      if (this.#isVisible(entry) && entry.sample.time < cut) return;
    this.#cut = undefined;
    const sample = this.#options.window.at(cut);
    if (sample !== undefined) this.#startAt(sample);
    this.pump();
  }

  #swallowed(entry: InFlight): void {
    // What is not to be shown may be missing: pictures that lead the key frame decoding began with.
    if (!this.#isVisible(entry)) return;
    const { sample } = entry;
    if (this.#wanted !== undefined && sameInstant(this.#wanted, sample)) this.#wanted = undefined;
    this.#damage.single(sample);
    this.#options.changed();
  }

  #underWay(sample: Sample): boolean {
    for (const entry of this.#life?.inFlight.values() ?? [])
      if (entry.epoch === this.#epoch && sameInstant(entry.sample, sample)) return true;
    return false;
  }

  /** Whether going on brings the sample, and everything it needs was fed or will be. */
  #reachable(sample: Sample): boolean {
    const { window } = this.#options;
    const start = window.start(sample);
    if (start === undefined) return false;
    if (this.#next !== undefined)
      return start.decodeTime <= this.#next.decodeTime && this.#next.decodeTime <= sample.decodeTime;
    const last = this.#last;
    return (
      last !== undefined &&
      window.has(last) &&
      last.decodeTime < sample.decodeTime &&
      start.decodeTime <= last.decodeTime
    );
  }

  #startAt(sample: Sample): void {
    this.#clear();
    this.#epoch++;
    this.#cut = undefined;
    this.#last = undefined;
    this.#next = this.#options.window.start(sample);
    this.#from = deckTime(sample.time - timeTolerance);
    this.#reach = sample.time;
  }

  /** Decoding goes on with the first picture that is neither here nor shown, from its key frame. */
  #startOver(): void {
    const last = this.#ready.at(-1)?.sample;
    const from = this.#wanted?.time ?? (last === undefined ? this.#from : last.time + last.duration);
    this.#last = this.#next = undefined;
    this.#from = deckTime(from - timeTolerance);
    this.#reach = deckTime(from);
  }

  #drain(): void {
    const life = this.#life;
    if (life === undefined || life.flushing || life.inFlight.size === 0) return;
    if (this.#options.ledger.fromDecoder + life.inFlight.size > frameLimit + this.#allowance) return;
    life.flush(() => {
      // A key frame has to come next: what follows in the same group is decoded from its beginning.
      if (this.#last !== undefined) this.#last = undefined;
      this.#options.changed();
      this.pump();
    });
  }

  #failed(life: DecoderLife, symptom: Symptom, cause: unknown): void {
    if (life !== this.#life) return;
    const { environment, log, window } = this.#options;
    const suspects = [...life.inFlight.values()].filter(({ epoch }) => epoch === this.#epoch);
    const culprit = this.#last;
    const config = this.#config === undefined ? undefined : window.config(this.#config);
    const advice = this.#doctor.advise(symptom, life.outputs > 0, this.#now, config?.codec ?? 'video', cause);
    this.#endLife();
    this.counts.rebuilds++;
    this.#generation++;
    log.warn(`video decoder ${symptom}: ${advice.treatment}`, cause);
    if (advice.treatment === 'give-up') {
      this.close();
      this.#options.failed(advice.error);
      return;
    }
    if (symptom === 'error' || symptom === 'silent') {
      if (this.#careful !== undefined && culprit !== undefined) {
        this.#damage.mark(culprit);
        this.#careful = undefined;
        if (this.#wanted !== undefined && this.isLost(this.#wanted)) this.#wanted = undefined;
      } else if (symptom === 'error' && life.fed > 0)
        this.#careful = { until: Math.max(-Infinity, ...suspects.map(({ sample }) => sample.decodeTime)) };
    }
    this.#answered = true;
    this.#startOver();
    if (advice.treatment === 'rest' && this.#wanted === undefined && this.#now - this.#lastTaken > idleMs)
      this.rest();
    // Not from inside the decoder's own callback: a factory that fails at once would call back for ever.
    else environment.setTimer(() => this.pump(), 0);
    this.#options.changed();
  }

  #endLife(): void {
    this.#life?.close();
    this.#life = undefined;
    this.#config = undefined;
  }

  #clear(): void {
    for (const picture of this.#ready) picture.close();
    this.#ready = [];
  }

  #dropBefore(time: DeckTime, late: boolean): void {
    while (this.#ready[0] !== undefined && this.#ready[0].sample.time < time - timeTolerance) {
      this.#ready.shift()?.close();
      if (late) this.counts.dropped++;
    }
  }

  #watch(): void {
    const life = this.#life;
    const busy = this.#running && life !== undefined && life.inFlight.size > 0;
    if (!busy || (this.#wanted === undefined && !life.flushing && this.#careful === undefined))
      this.#stopTimer();
    else
      this.#cancelTimer ??= this.#options.environment.setTimer(() => {
        this.#cancelTimer = undefined;
        this.#look();
      }, lookMs);
  }

  /** The decoder has not given what is wanted. */
  #look(): void {
    const life = this.#life;
    if (life === undefined) return;
    const waited = this.#now - this.#lastProgress;
    if (
      waited >= silentMs &&
      (life.inFlight.size >= frameLimit || life.flushing || this.#careful !== undefined)
    ) {
      this.#failed(life, 'silent', undefined);
      return;
    }
    if (this.#careful !== undefined && waited >= carefulMs) this.#answered = true;
    if (waited >= nudgeMs) {
      if (this.#following() === undefined && waited >= drainMs) this.#drain();
      else if (this.#allowance < nudgeLimit && life.waiting === 0) this.#allowance++;
    }
    this.pump();
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }
}
