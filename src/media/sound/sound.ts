import { signal } from '../../base/index.js';
import type { Logger, OlympicPlayerError, ReadonlySignal } from '../../base/index.js';
import { deckTime } from '../contract.js';
import type { ClockPlan, ConfigId, DeckTime, SampleReader, Sound, SoundSettings } from '../contract.js';
import type { MediaEnvironment } from '../environment.js';
import type { Report, ToWorklet } from './messages.js';
import { OutputClock } from './output-clock.js';
import { PacketDecoder } from './packet-decoder.js';
import type { Packet } from './packet-decoder.js';
import { Packets } from './packets.js';
import { Run } from './run.js';

/** Rates with sound. Beyond them speech is no longer understood, and decoding would cost for nothing. */
const audibleRates = { least: 0.25, most: 4 };
/** Milliseconds of listening decoded ahead of what the worklet renders: what a busy worker may be late by. */
const aheadMs = 300;
/** Milliseconds from giving the first packet to its sound being in the worklet. */
const startupMs = 30;
/** Milliseconds behind what the worklet renders from which on packets are passed over. */
const lateMs = 150;
/** Milliseconds that a new plan may be off what is heard and still be the same way on: a seek stops the clock before it goes on. */
const samePlanMs = 80;
/** Milliseconds of silence, for want of packets, after which the run is put to the clock anew: the two go by different crystals. */
const quietMs = 1000;
/** Failures in a row after which the decoder rests, for so many milliseconds at first and at most. */
const failuresInRow = 5;
const rest = { least: 500, most: 30_000 };

export interface SoundStats {
  /** Packets that could not be decoded. */
  readonly packetsLost: number;
  readonly decoderRebuilds: number;
  /** Times that sound broke off because nothing had come in time, and because there was a hole in it. */
  readonly underruns: number;
  readonly losses: number;
  /** Milliseconds of this thread spent so far on decoded sound. */
  readonly work: number;
}

/** The sound of a deck, with what it has to tell. */
export interface DeckSound extends Sound {
  /** Why there is no sound though there should be; cleared when there is some again. */
  readonly failure: ReadonlySignal<OlympicPlayerError | undefined>;
  stats(): SoundStats;
}

export interface SoundParts {
  readonly reader: SampleReader;
  readonly environment: MediaEnvironment;
  readonly log: Logger;
}

interface Speaker {
  readonly port: MessagePort;
  readonly sampleRate: number;
  readonly clock: OutputClock;
}

export function createSound(parts: SoundParts): DeckSound {
  return new WindowSound(parts);
}

class WindowSound implements DeckSound {
  readonly #environment: MediaEnvironment;
  readonly #log: Logger;
  readonly #packets: Packets;
  readonly #decoder: PacketDecoder;
  readonly #failure = signal<OlympicPlayerError | undefined>(undefined);
  readonly #refused = new Set<ConfigId>();
  #speaker: Speaker | undefined;
  #settings: SoundSettings = { muted: false, volume: 1 };
  #plan: ClockPlan = { moving: false, time: deckTime(0), at: 0, rate: 1 };
  /** Where the deck's clock is taken to be while nothing is heard: the plan, or what was heard last. */
  #clock: ClockPlan = this.#plan;
  #run: Run | undefined;
  #runs = 0;
  #lastHeard = -Infinity;
  #failuresInRow = 0;
  #restsUntil = -Infinity;
  #packetsLost = 0;
  #rebuilds = 0;
  #underruns = 0;
  #losses = 0;
  #work = 0;

  constructor({ reader, environment, log }: SoundParts) {
    this.#environment = environment;
    this.#log = log;
    this.#packets = new Packets(reader);
    this.#decoder = new PacketDecoder(environment, {
      decoded: (data, packet) => this.#take(data, packet),
      failed: (error, broken) => this.#fail(error, broken),
      ready: () => this.#pump(),
    });
  }

  get failure(): ReadonlySignal<OlympicPlayerError | undefined> {
    return this.#failure;
  }

  attach(port: MessagePort, sampleRate: number, latencyMs: number): void {
    this.#detach();
    const clock = new OutputClock(sampleRate, latencyMs, this.#environment.timeOrigin);
    this.#speaker = { port, sampleRate, clock };
    port.onmessage = ({ data }: MessageEvent<Report>) => this.#hear(data);
    this.#post({ type: 'volume', volume: this.#settings.volume });
    this.#post({ type: 'watch', closely: this.#wanted });
  }

  set(settings: SoundSettings): void {
    this.#settings = settings;
    if (settings.volume > 0) this.#post({ type: 'volume', volume: settings.volume });
    this.#follow();
  }

  steer(plan: ClockPlan): void {
    const heard = this.heard(this.#environment.monotonic()) !== undefined;
    const expected = this.#clockAt(plan.at);
    this.#plan = plan;
    const run = this.#run;
    if (run === undefined || !this.#wanted || Math.abs(plan.time - expected) > samePlanMs) this.#stop();
    else if (run.rate !== plan.rate) {
      if (run.sounding) run.setRate(plan.rate);
      else this.#stop();
    }
    if (!heard || this.#run === undefined) this.#clock = plan;
    else this.#clock = { ...this.#clock, rate: plan.rate };
    this.#follow();
  }

  heard(now: number): DeckTime | undefined {
    const clock = this.#speaker?.clock;
    if (this.#run === undefined || clock === undefined || !clock.runs(now)) return undefined;
    const frame = clock.heardAt(now);
    const time = frame === undefined ? undefined : this.#run.heardAt(frame);
    if (time === undefined) return undefined;
    // What is known of the device gets better all the time; the clock does not go back for it.
    this.#lastHeard = Math.max(this.#lastHeard, time);
    this.#clock = { moving: true, time: deckTime(this.#lastHeard), at: now, rate: this.#run.rate };
    return deckTime(this.#lastHeard);
  }

  stats(): SoundStats {
    return {
      packetsLost: this.#packetsLost,
      decoderRebuilds: this.#rebuilds,
      underruns: this.#underruns,
      losses: this.#losses,
      work: this.#work,
    };
  }

  close(): void {
    this.#detach();
    this.#decoder.close();
  }

  get #wanted(): boolean {
    const { moving, rate } = this.#plan;
    const { muted, volume } = this.#settings;
    return moving && !muted && volume > 0 && rate >= audibleRates.least && rate <= audibleRates.most;
  }

  #clockAt(now: number): number {
    const { moving, time, at, rate } = this.#clock;
    return moving ? time + (now - at) * rate : time;
  }

  #detach(): void {
    this.#stop();
    if (this.#speaker === undefined) return;
    this.#speaker.port.onmessage = null;
    this.#speaker.port.close();
    this.#speaker = undefined;
  }

  /** Starts or stops as wanted. */
  #follow(): void {
    if (!this.#wanted) this.#stop();
    this.#post({ type: 'watch', closely: this.#wanted });
    if (this.#wanted && this.#run === undefined) this.#start();
    this.#pump();
  }

  #start(): void {
    const speaker = this.#speaker;
    const now = this.#environment.monotonic();
    if (speaker === undefined || !speaker.clock.runs(now) || !speaker.clock.settled) return;
    const heard = speaker.clock.heardAt(now);
    const rendered = speaker.clock.renderedAt(now);
    if (heard === undefined || rendered === undefined) return;
    const { rate } = this.#plan;
    const base = deckTime(this.#clockAt(now));
    const latency = (Math.max(0, rendered - heard) / speaker.sampleRate) * 1000;
    const from = deckTime(base + (latency + startupMs) * rate);
    this.#runs += 1;
    this.#lastHeard = -Infinity;
    this.#run = new Run(
      this.#runs,
      base,
      from,
      { frame: heard, place: 0, rate, sounding: false },
      speaker.sampleRate,
      now,
      (message, transfer) => this.#post(message, transfer),
    );
    this.#packets.seek(from);
  }

  #stop(): void {
    if (this.#run === undefined) return;
    this.#run = undefined;
    this.#post({ type: 'stop' });
  }

  #hear(report: Report): void {
    const speaker = this.#speaker;
    if (speaker === undefined) return;
    const now = this.#environment.monotonic();
    const stood = speaker.clock.report(report.frame, now);
    if (report.latency !== undefined) {
      speaker.clock.setLatency(report.latency.latencyMs);
      if (report.latency.output !== undefined) speaker.clock.setOutput(report.latency.output);
    }
    if (stood) this.#stop();
    if (report.run === this.#run?.id) this.#run.hear(report.turns, now);
    this.#underruns = report.underruns;
    this.#losses = report.losses;
    this.heard(now);
    if (this.#wanted && this.#run === undefined) this.#start();
    this.#decoder.check();
    this.#pump();
  }

  #pump(): void {
    const now = this.#environment.monotonic();
    const rendered = this.#speaker?.clock.renderedAt(now);
    if (rendered === undefined || now < this.#restsUntil) return;
    for (let run = this.#run; run !== undefined; run = this.#run) {
      const sample = this.#packets.peek();
      const line = run.timeAt(rendered);
      if (sample === undefined || sample.time > line + aheadMs * run.rate) return;
      if (sample.time + sample.duration < line - lateMs * run.rate) {
        this.#packets.seek(deckTime(line + startupMs * run.rate));
        const instead = this.#packets.peek();
        if (instead === undefined || instead.time <= sample.time) return;
        continue;
      }
      const config = this.#packets.config(sample.config);
      if (config === undefined || this.#refused.has(sample.config)) return;
      if (!this.#decoder.takes(sample.config)) return;
      if (!run.sounding && now - run.quietSince > quietMs) {
        this.#stop();
        this.#start();
        continue;
      }
      this.#packets.pass(sample);
      const preroll = sample.time + sample.duration <= run.from;
      if (sample.data.byteLength === 0) this.#packetsLost += 1;
      else this.#decoder.give({ sample, run: run.id, preroll }, config);
    }
  }

  #take(data: AudioData, packet: Packet): void {
    const began = this.#environment.monotonic();
    this.#failuresInRow = 0;
    this.#failure.value = undefined;
    try {
      if (packet.run === this.#run?.id && !packet.preroll) this.#run.take(data, packet.sample);
    } catch (error) {
      this.#packetsLost += 1;
      this.#log.warn('sound: decoded samples could not be read', error);
    } finally {
      data.close();
    }
    this.#work += this.#environment.monotonic() - began;
  }

  #fail(error: OlympicPlayerError, broken: Packet | undefined): void {
    const now = this.#environment.monotonic();
    this.#log.warn(`sound: ${error.message}`, error.cause);
    this.#rebuilds += 1;
    if (broken !== undefined) this.#packetsLost += 1;
    this.#run?.cut();
    if (error.reason === 'media/audio-codec-not-supported') {
      this.#failure.value = error;
      if (broken !== undefined) this.#refused.add(broken.sample.config);
      return;
    }
    this.#failuresInRow += 1;
    const excess = this.#failuresInRow - failuresInRow;
    if (excess >= 0) {
      this.#failure.value = error;
      this.#restsUntil = now + Math.min(rest.most, rest.least * 2 ** excess);
    }
    const rendered = this.#speaker?.clock.renderedAt(now);
    if (this.#run === undefined || rendered === undefined) return;
    if (broken?.run === this.#run.id) this.#packets.pass(broken.sample);
    else this.#packets.seek(deckTime(this.#run.timeAt(rendered) + startupMs * this.#run.rate));
  }

  #post(message: ToWorklet, transfer: Transferable[] = []): void {
    this.#speaker?.port.postMessage(message, transfer);
  }
}
